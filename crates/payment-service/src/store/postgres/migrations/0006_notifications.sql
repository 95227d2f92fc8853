-- What bKash told us of completed payments, in the order of `seq`: each message once, each transaction once. A claim
-- counts an attempt and moves `due_at` to the end of its lease.
CREATE TABLE notifications (
    message_id              text COLLATE "C" PRIMARY KEY,
    seq                     bigint  GENERATED ALWAYS AS IDENTITY,
    account                 bigint  NOT NULL REFERENCES accounts (id),
    trx_id                  text COLLATE "C" NOT NULL,
    merchant_invoice_number text COLLATE "C",
    poisha                  bigint  NOT NULL CHECK (poisha >= 0),
    sale_poisha             bigint  CHECK (sale_poisha >= 0),
    transaction_type        text    NOT NULL,
    sent_at                 bigint  NOT NULL,
    received_at             bigint  NOT NULL,
    state                   text COLLATE "C" NOT NULL
        CHECK (state IN ('received', 'confirmed', 'unmatched', 'needs_person')),
    reason                  text,
    payment                 text COLLATE "C" REFERENCES payments (id),
    attempts                integer NOT NULL,
    due_at                  bigint,
    settled_at              bigint,
    UNIQUE (account, trx_id),
    CHECK ((state = 'received') = (due_at IS NOT NULL) AND (state = 'received') = (settled_at IS NULL))
);

CREATE INDEX notifications_due ON notifications (due_at, seq) WHERE state = 'received';
CREATE INDEX notifications_by_age ON notifications (account, seq);
CREATE INDEX notifications_by_state ON notifications (account, state, seq);
