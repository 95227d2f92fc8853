-- The address itself is a setting, and may hold a secret.
CREATE TABLE webhook_endpoint (
    only_row        INTEGER PRIMARY KEY CHECK (only_row = 1),
    address         BLOB NOT NULL CHECK (length(address) = 32),
    failing_since   INTEGER,
    last_failure_at INTEGER,
    disabled_at     INTEGER,
    disabled_reason TEXT CHECK (disabled_reason IN ('gone', 'failing')),
    CHECK ((failing_since IS NULL) = (last_failure_at IS NULL)),
    CHECK ((disabled_at IS NULL) = (disabled_reason IS NULL))
) STRICT;

-- Attempts made before the last redelivery; the schedule counts from there.
ALTER TABLE deliveries ADD COLUMN earlier_attempts INTEGER NOT NULL DEFAULT 0;
-- The last attempt that ended: when, and the HTTP status or why there was none.
ALTER TABLE deliveries ADD COLUMN attempted_at INTEGER;
ALTER TABLE deliveries ADD COLUMN answered INTEGER;
ALTER TABLE deliveries ADD COLUMN not_answered TEXT;

-- In the order of the rows, which is that of their age.
CREATE INDEX deliveries_failed ON deliveries (status) WHERE status = 'failed';
