-- Times are milliseconds since the epoch by the database's clock; amounts are poisha.

CREATE TABLE installation (
    only_row       INTEGER PRIMARY KEY CHECK (only_row = 1),
    gateway_origin TEXT NOT NULL,
    app_key        TEXT NOT NULL,
    stamped_at     INTEGER NOT NULL
) STRICT;

CREATE TABLE accounts (
    id             INTEGER PRIMARY KEY,
    gateway_origin TEXT NOT NULL,
    app_key        TEXT NOT NULL,
    created_at     INTEGER NOT NULL,
    UNIQUE (gateway_origin, app_key)
) STRICT;

CREATE TABLE api_keys (
    digest     BLOB PRIMARY KEY CHECK (length(digest) = 32),
    account    INTEGER NOT NULL REFERENCES accounts (id),
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- `record` is the payment whole; the other columns are what is searched, ordered or guarded.
CREATE TABLE payments (
    id                      TEXT PRIMARY KEY,
    account                 INTEGER NOT NULL REFERENCES accounts (id),
    version                 INTEGER NOT NULL CHECK (version >= 1),
    status                  TEXT NOT NULL,
    merchant_invoice_number TEXT NOT NULL,
    claims_invoice          INTEGER NOT NULL CHECK (claims_invoice IN (0, 1)),
    stands_in_the_way       INTEGER NOT NULL CHECK (stands_in_the_way IN (0, 1)),
    created_at              INTEGER NOT NULL,
    due_at                  INTEGER,
    needs_attention         INTEGER NOT NULL CHECK (needs_attention IN (0, 1)),
    record                  TEXT NOT NULL CHECK (json_valid(record))
) STRICT;

CREATE UNIQUE INDEX payments_one_claim_of_an_invoice
    ON payments (account, merchant_invoice_number) WHERE claims_invoice = 1;
CREATE INDEX payments_by_age ON payments (account, created_at, id);
CREATE INDEX payments_by_status ON payments (account, status, created_at, id);
CREATE INDEX payments_by_invoice ON payments (account, merchant_invoice_number, created_at, id);
CREATE INDEX payments_due ON payments (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX payments_needing_attention ON payments (account, created_at, id) WHERE needs_attention = 1;

CREATE TABLE refunds (
    id              TEXT PRIMARY KEY,
    payment         TEXT NOT NULL REFERENCES payments (id),
    account         INTEGER NOT NULL REFERENCES accounts (id),
    version         INTEGER NOT NULL CHECK (version >= 1),
    status          TEXT NOT NULL,
    is_open         INTEGER NOT NULL CHECK (is_open IN (0, 1)),
    created_at      INTEGER NOT NULL,
    due_at          INTEGER,
    needs_attention INTEGER NOT NULL CHECK (needs_attention IN (0, 1)),
    record          TEXT NOT NULL CHECK (json_valid(record))
) STRICT;

CREATE UNIQUE INDEX refunds_one_in_flight ON refunds (payment) WHERE is_open = 1;
CREATE INDEX refunds_of_payment ON refunds (payment, created_at, id);
CREATE INDEX refunds_due ON refunds (due_at) WHERE due_at IS NOT NULL;
CREATE INDEX refunds_needing_attention ON refunds (account, created_at, id) WHERE needs_attention = 1;

-- Every transaction of the gateway belongs to one payment, or to one refund, for ever.
CREATE TABLE gateway_transactions (
    account INTEGER NOT NULL REFERENCES accounts (id),
    trx_id  TEXT NOT NULL,
    payment TEXT NOT NULL REFERENCES payments (id),
    refund  TEXT REFERENCES refunds (id),
    PRIMARY KEY (account, trx_id)
) STRICT, WITHOUT ROWID;

-- One row is one movement: a debit and a credit of the same amount, so that the books cannot but balance.
CREATE TABLE ledger_entries (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    account  INTEGER NOT NULL REFERENCES accounts (id),
    at       INTEGER NOT NULL,
    movement TEXT NOT NULL,
    debit    TEXT NOT NULL,
    credit   TEXT NOT NULL CHECK (credit <> debit),
    poisha   INTEGER NOT NULL CHECK (poisha > 0),
    payment  TEXT NOT NULL REFERENCES payments (id),
    refund   TEXT REFERENCES refunds (id),
    trx_id   TEXT
) STRICT;

CREATE INDEX ledger_entries_of_account ON ledger_entries (account);
CREATE INDEX ledger_entries_of_payment ON ledger_entries (payment);

-- The same ledger as signed postings, for people: debits positive.
CREATE VIEW ledger_postings AS
    SELECT id * 2 - 1 AS id, id AS entry, account, at, movement, debit AS book, poisha, payment, refund, trx_id
    FROM ledger_entries
    UNION ALL
    SELECT id * 2, id, account, at, movement, credit, -poisha, payment, refund, trx_id
    FROM ledger_entries;

CREATE TRIGGER ledger_entries_never_change BEFORE UPDATE ON ledger_entries
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only');
END;
CREATE TRIGGER ledger_entries_never_go BEFORE DELETE ON ledger_entries
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only');
END;
-- INSERT OR REPLACE removes a row without firing the trigger above.
CREATE TRIGGER ledger_entries_are_never_replaced BEFORE INSERT ON ledger_entries
WHEN EXISTS (SELECT 1 FROM ledger_entries WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'the ledger is append-only');
END;

-- Without a status the first request with the key is not answered yet.
CREATE TABLE idempotency_keys (
    account     INTEGER NOT NULL REFERENCES accounts (id),
    route       TEXT NOT NULL,
    key         TEXT NOT NULL,
    fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
    subject     TEXT NOT NULL,
    status      INTEGER,
    body        TEXT,
    answered_at INTEGER,
    PRIMARY KEY (account, route, key),
    CHECK ((status IS NULL) = (body IS NULL) AND (status IS NULL) = (answered_at IS NULL))
) STRICT;

CREATE INDEX idempotency_keys_of_subject ON idempotency_keys (subject);
CREATE INDEX idempotency_keys_answered ON idempotency_keys (answered_at) WHERE answered_at IS NOT NULL;

-- The outbox. A claim counts an attempt and moves `due_at` to the end of its lease.
CREATE TABLE deliveries (
    id          TEXT PRIMARY KEY,
    payment     TEXT NOT NULL REFERENCES payments (id),
    event_type  TEXT NOT NULL,
    body        TEXT NOT NULL,
    status      TEXT NOT NULL CHECK (status IN ('pending', 'delivered', 'failed')),
    attempts    INTEGER NOT NULL,
    due_at      INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    finished_at INTEGER
) STRICT;

CREATE INDEX deliveries_due ON deliveries (due_at) WHERE status = 'pending';
CREATE INDEX deliveries_of_payment ON deliveries (payment);

CREATE TABLE evidence (
    id      INTEGER PRIMARY KEY,
    payment TEXT NOT NULL REFERENCES payments (id),
    refund  TEXT REFERENCES refunds (id),
    call    TEXT NOT NULL CHECK (call IN ('create', 'execute', 'query', 'refund', 'refund_status', 'search')),
    at      INTEGER NOT NULL,
    status  INTEGER,
    body    TEXT NOT NULL
) STRICT;

CREATE INDEX evidence_of_payment ON evidence (payment);
