//! A payment service that sits beside any shop: checkout, callback, one execute, refunds, ledger and webhooks.
