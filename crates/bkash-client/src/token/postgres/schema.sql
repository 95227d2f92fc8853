-- Several processes may start together: one makes the tables, the others find them.
SELECT pg_advisory_xact_lock(7236837511);

CREATE TABLE IF NOT EXISTS bkash_token (
    account text PRIMARY KEY, -- digest of origin, app_key and username
    record  text NOT NULL     -- JSON
);

-- The clock of leases, ages and the budget, in epoch milliseconds. Kept if it is there.
DO $$
BEGIN
    IF to_regprocedure('bkash_token_now()') IS NULL THEN
        CREATE FUNCTION bkash_token_now() RETURNS bigint LANGUAGE sql VOLATILE
            AS 'SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint';
    END IF;
END
$$;
