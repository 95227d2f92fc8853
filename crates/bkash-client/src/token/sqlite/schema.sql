CREATE TABLE IF NOT EXISTS bkash_token (
    account              TEXT PRIMARY KEY, -- digest of origin, app_key and username
    version              INTEGER NOT NULL, -- 0 before the first tokens
    id_token             TEXT,
    issued_at_ms         INTEGER,
    expires_at_ms        INTEGER,
    refresh_token        TEXT,
    refresh_issued_at_ms INTEGER,
    last_lease_id        INTEGER NOT NULL,
    lease_id             INTEGER,          -- NULL: nobody is calling
    lease_ends_at_ms     INTEGER
) STRICT;

CREATE TABLE IF NOT EXISTS bkash_token_call (
    account TEXT NOT NULL,
    at_ms   INTEGER NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS bkash_token_call_account ON bkash_token_call (account);
