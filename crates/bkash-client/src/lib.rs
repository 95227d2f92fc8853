//! A typed client for the bKash tokenized checkout, in which the rules of the gateway cannot be broken by accident.
