//! The rules of money for one bKash payment and its refunds: pure decisions, no I/O, no clock.
