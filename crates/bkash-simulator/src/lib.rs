//! bKash on your own machine: the tokenized checkout API, its hosted pages, its sandbox wallets and its faults.
