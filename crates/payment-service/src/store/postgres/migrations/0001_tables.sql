-- Times are milliseconds since the epoch by the database's clock; amounts are poisha. Texts that are ordered or
-- compared are so by their bytes, whatever the locale of the cluster.

CREATE TABLE installation (
    only_row       boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    gateway_origin text   NOT NULL,
    app_key        text   NOT NULL,
    stamped_at     bigint NOT NULL
);

CREATE TABLE accounts (
    id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    gateway_origin text   NOT NULL,
    app_key        text   NOT NULL,
    created_at     bigint NOT NULL,
    UNIQUE (gateway_origin, app_key)
);

CREATE TABLE api_keys (
    digest     bytea PRIMARY KEY CHECK (length(digest) = 32),
    account    bigint NOT NULL REFERENCES accounts (id),
    created_at bigint NOT NULL
);

-- `record` is the payment whole; the other columns are what is searched, ordered or guarded.
CREATE TABLE payments (
    id                      text COLLATE "C" PRIMARY KEY,
    account                 bigint  NOT NULL REFERENCES accounts (id),
    version                 bigint  NOT NULL CHECK (version >= 1),
    status                  text COLLATE "C" NOT NULL,
    merchant_invoice_number text COLLATE "C" NOT NULL,
    claims_invoice          boolean NOT NULL,
    stands_in_the_way       boolean NOT NULL,
    created_at              bigint  NOT NULL,
    due_at                  bigint,
    needs_attention         boolean NOT NULL,
    record                  text    NOT NULL CHECK (record::json IS NOT NULL)
);

CREATE UNIQUE INDEX payments_one_claim_of_an_invoice
    ON payments (account, merchant_invoice_number) WHERE claims_invoice;
CREATE INDEX payments_by_age ON payments (account, created_at, id);
CREATE INDEX payments_by_status ON payments (account, status, created_at, id);
CREATE INDEX payments_by_invoice ON payments (account, merchant_invoice_number, created_at, id);
-- Work without a call to the gateway never waits behind work with one.
CREATE INDEX payments_due_locally ON payments (due_at, id)
    WHERE due_at IS NOT NULL AND status IN ('creating', 'awaiting_payer');
CREATE INDEX payments_due_at_the_gateway ON payments (due_at, id)
    WHERE due_at IS NOT NULL AND status IN ('executing', 'unresolved');
CREATE INDEX payments_needing_attention ON payments (account, created_at, id) WHERE needs_attention;

CREATE TABLE refunds (
    id              text COLLATE "C" PRIMARY KEY,
    payment         text COLLATE "C" NOT NULL REFERENCES payments (id),
    account         bigint  NOT NULL REFERENCES accounts (id),
    version         bigint  NOT NULL CHECK (version >= 1),
    status          text COLLATE "C" NOT NULL,
    is_open         boolean NOT NULL,
    created_at      bigint  NOT NULL,
    due_at          bigint,
    needs_attention boolean NOT NULL,
    record          text    NOT NULL CHECK (record::json IS NOT NULL)
);

CREATE UNIQUE INDEX refunds_one_in_flight ON refunds (payment) WHERE is_open;
CREATE INDEX refunds_of_payment ON refunds (payment, created_at, id);
CREATE INDEX refunds_due ON refunds (due_at, id) WHERE due_at IS NOT NULL;
CREATE INDEX refunds_needing_attention ON refunds (account, created_at, id) WHERE needs_attention;

-- Every transaction of the gateway belongs to one payment, or to one refund, for ever.
CREATE TABLE gateway_transactions (
    account bigint NOT NULL REFERENCES accounts (id),
    trx_id  text COLLATE "C" NOT NULL,
    payment text COLLATE "C" NOT NULL REFERENCES payments (id),
    refund  text COLLATE "C" REFERENCES refunds (id),
    PRIMARY KEY (account, trx_id)
);

-- One row is one movement: a debit and a credit of the same amount, so that the books cannot but balance.
CREATE TABLE ledger_entries (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    account  bigint NOT NULL REFERENCES accounts (id),
    at       bigint NOT NULL,
    movement text   NOT NULL,
    debit    text   NOT NULL,
    credit   text   NOT NULL CHECK (credit <> debit),
    poisha   bigint NOT NULL CHECK (poisha > 0),
    payment  text COLLATE "C" NOT NULL REFERENCES payments (id),
    refund   text COLLATE "C" REFERENCES refunds (id),
    trx_id   text
);

CREATE INDEX ledger_entries_of_account ON ledger_entries (account, id);
CREATE INDEX ledger_entries_of_payment ON ledger_entries (payment);

-- The same ledger as signed postings, for people: debits positive.
CREATE VIEW ledger_postings AS
    SELECT id * 2 - 1 AS id, id AS entry, account, at, movement, debit AS book, poisha, payment, refund, trx_id
    FROM ledger_entries
    UNION ALL
    SELECT id * 2, id, account, at, movement, credit, -poisha, payment, refund, trx_id
    FROM ledger_entries;

CREATE FUNCTION refuse_ledger_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only';
END;
$$;
CREATE TRIGGER ledger_entries_never_change_or_go BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entries
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_ledger_change();

-- Without a status the first request with the key is not answered yet.
CREATE TABLE idempotency_keys (
    account     bigint NOT NULL REFERENCES accounts (id),
    route       text COLLATE "C" NOT NULL,
    key         text COLLATE "C" NOT NULL,
    fingerprint bytea  NOT NULL CHECK (length(fingerprint) = 32),
    subject     text COLLATE "C" NOT NULL,
    status      integer,
    body        text,
    answered_at bigint,
    PRIMARY KEY (account, route, key),
    CHECK ((status IS NULL) = (body IS NULL) AND (status IS NULL) = (answered_at IS NULL))
);

CREATE INDEX idempotency_keys_of_subject ON idempotency_keys (subject);
CREATE INDEX idempotency_keys_answered ON idempotency_keys (answered_at) WHERE answered_at IS NOT NULL;

-- The outbox, in the order of `seq`. A claim counts an attempt and moves `due_at` to the end of its lease; the
-- schedule counts from the last redelivery. `attempted_at` is when the last attempt ended, with the HTTP status or
-- why there was none.
CREATE TABLE deliveries (
    id               text COLLATE "C" PRIMARY KEY,
    seq              bigint  GENERATED ALWAYS AS IDENTITY,
    account          bigint  NOT NULL REFERENCES accounts (id),
    payment          text COLLATE "C" NOT NULL REFERENCES payments (id),
    event_type       text    NOT NULL,
    body             text    NOT NULL,
    status           text    NOT NULL CHECK (status IN ('pending', 'delivered', 'failed')),
    attempts         integer NOT NULL,
    earlier_attempts integer NOT NULL,
    due_at           bigint  NOT NULL,
    created_at       bigint  NOT NULL,
    finished_at      bigint,
    attempted_at     bigint,
    answered         integer,
    not_answered     text
);

CREATE INDEX deliveries_due ON deliveries (due_at, seq) WHERE status = 'pending';
CREATE INDEX deliveries_failed ON deliveries (account, seq) WHERE status = 'failed';
CREATE INDEX deliveries_by_age ON deliveries (account, seq);
CREATE INDEX deliveries_of_payment ON deliveries (payment, seq);

-- The address itself is a setting, and may hold a secret.
CREATE TABLE webhook_endpoint (
    only_row        boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    address         bytea NOT NULL CHECK (length(address) = 32),
    failing_since   bigint,
    last_failure_at bigint,
    disabled_at     bigint,
    disabled_reason text CHECK (disabled_reason IN ('gone', 'failing')),
    CHECK ((failing_since IS NULL) = (last_failure_at IS NULL)),
    CHECK ((disabled_at IS NULL) = (disabled_reason IS NULL))
);

CREATE TABLE evidence (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    payment text COLLATE "C" NOT NULL REFERENCES payments (id),
    refund  text COLLATE "C" REFERENCES refunds (id),
    call    text   NOT NULL CHECK (call IN ('create', 'execute', 'query', 'refund', 'refund_status', 'search')),
    at      bigint NOT NULL,
    status  integer,
    body    text   NOT NULL
);

CREATE INDEX evidence_of_payment ON evidence (payment, id);
