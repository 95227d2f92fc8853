-- What bKash told us of completed payments, in the order of the rows: each message once, each transaction once. A
-- claim counts an attempt and moves `due_at` to the end of its lease.
CREATE TABLE notifications (
    message_id              TEXT PRIMARY KEY,
    account                 INTEGER NOT NULL REFERENCES accounts (id),
    trx_id                  TEXT NOT NULL,
    merchant_invoice_number TEXT,
    poisha                  INTEGER NOT NULL CHECK (poisha >= 0),
    sale_poisha             INTEGER CHECK (sale_poisha >= 0),
    transaction_type        TEXT NOT NULL,
    sent_at                 INTEGER NOT NULL,
    received_at             INTEGER NOT NULL,
    state                   TEXT NOT NULL CHECK (state IN ('received', 'confirmed', 'unmatched', 'needs_person')),
    reason                  TEXT,
    payment                 TEXT REFERENCES payments (id),
    attempts                INTEGER NOT NULL,
    due_at                  INTEGER,
    settled_at              INTEGER,
    UNIQUE (account, trx_id),
    CHECK ((state = 'received') = (due_at IS NOT NULL) AND (state = 'received') = (settled_at IS NULL))
) STRICT;

CREATE INDEX notifications_due ON notifications (due_at) WHERE state = 'received';
-- In the order of the rows, which is that of their age.
CREATE INDEX notifications_by_state ON notifications (state);
