CREATE TABLE IF NOT EXISTS shop_order (
    invoice    TEXT PRIMARY KEY,
    secret     TEXT NOT NULL UNIQUE,
    product    TEXT NOT NULL,
    poisha     INTEGER NOT NULL,
    payment_id TEXT UNIQUE,
    standing   TEXT NOT NULL,
    note       TEXT,
    queries    INTEGER NOT NULL DEFAULT 0
);
-- One movement of money pays one order.
CREATE UNIQUE INDEX IF NOT EXISTS shop_order_trx ON shop_order (note) WHERE standing = 'paid';

CREATE TABLE IF NOT EXISTS shop_refund (
    id       INTEGER PRIMARY KEY,
    invoice  TEXT NOT NULL REFERENCES shop_order,
    poisha   INTEGER NOT NULL,
    sent_at  INTEGER NOT NULL,
    standing TEXT NOT NULL,
    note     TEXT
);
-- One refund of an order on its way at a time: a list of refunds names no request.
CREATE UNIQUE INDEX IF NOT EXISTS shop_refund_open ON shop_refund (invoice) WHERE standing = 'open';
