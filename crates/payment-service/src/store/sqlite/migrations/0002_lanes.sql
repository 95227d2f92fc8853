-- Work without a call to the gateway never waits behind work with one.

DROP INDEX payments_due;
CREATE INDEX payments_due_locally ON payments (due_at)
    WHERE due_at IS NOT NULL AND status IN ('creating', 'awaiting_payer');
CREATE INDEX payments_due_at_the_gateway ON payments (due_at)
    WHERE due_at IS NOT NULL AND status IN ('executing', 'unresolved');
