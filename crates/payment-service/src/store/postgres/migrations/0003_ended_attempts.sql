-- The schedule counts the attempts whose end was recorded since the last redelivery: a courier that dies uses none up.
-- `earlier_attempts` counts those that hold no lease: all before the one under way, and that too once it has ended.
ALTER TABLE deliveries ADD COLUMN ended_attempts integer NOT NULL DEFAULT 0;
UPDATE deliveries SET ended_attempts = attempts - earlier_attempts WHERE status = 'pending';

-- Records how attempts ended, and what that makes of the endpoint. What it makes of it is decided outside, by
-- `judged`, unless there is nothing to decide: an endpoint that was well and took everything stays as it is. `judge`
-- has written nothing; it says on what to decide.
CREATE OR REPLACE FUNCTION finish_deliveries(
    finished jsonb, OUT outcome text, OUT moment bigint, OUT recorded text[], OUT seen_failing_since bigint,
    OUT seen_last_failure_at bigint
) LANGUAGE plpgsql AS $$
DECLARE
    at_address bytea := decode(finished ->> 'endpoint', 'hex');
    judged jsonb := nullif(finished -> 'judged', 'null');
BEGIN
    outcome := 'done';
    moment := bkash_now();
    -- Only the worker whose attempt is the last one counted holds the lease, until its end is recorded.
    SELECT coalesce(array_agg(held.id ORDER BY held.id), '{}') INTO recorded FROM (
        SELECT d.id FROM deliveries d
        JOIN jsonb_to_recordset(finished -> 'attempts') AS a (id text, number bigint) ON a.id = d.id
        WHERE d.attempts = a.number AND d.attempts > d.earlier_attempts AND d.status = 'pending'
        ORDER BY d.id FOR UPDATE OF d
    ) held;
    PERFORM 1 FROM webhook_endpoint e, jsonb_to_recordset(finished -> 'attempts') AS a (id text, status text)
        WHERE e.address = at_address AND e.disabled_at IS NULL AND a.id = ANY (recorded)
            AND (e.failing_since IS NOT NULL OR a.status <> 'delivered');
    IF FOUND THEN
        SELECT e.failing_since, e.last_failure_at INTO seen_failing_since, seen_last_failure_at
            FROM webhook_endpoint e WHERE e.address = at_address AND e.disabled_at IS NULL FOR UPDATE;
        IF FOUND THEN
            IF judged IS NULL OR judged -> 'recorded' <> to_jsonb(recorded)
                OR (judged ->> 'seen_failing_since')::bigint IS DISTINCT FROM seen_failing_since
                OR (judged ->> 'seen_last_failure_at')::bigint IS DISTINCT FROM seen_last_failure_at
            THEN
                outcome := 'judge';
                RETURN;
            END IF;
            UPDATE webhook_endpoint
            SET failing_since = (judged ->> 'failing_since')::bigint,
                last_failure_at = (judged ->> 'last_failure_at')::bigint,
                disabled_at = (judged ->> 'disabled_at')::bigint, disabled_reason = judged ->> 'disabled_reason';
            outcome := 'judged';
        END IF;
    END IF;
    UPDATE deliveries d
    SET status = a.status, due_at = coalesce(moment + a.wait, d.due_at),
        finished_at = CASE WHEN a.wait IS NULL THEN moment END,
        attempted_at = moment, answered = a.answered, not_answered = a.not_answered,
        earlier_attempts = d.attempts, ended_attempts = d.ended_attempts + 1
    FROM jsonb_to_recordset(finished -> 'attempts')
        AS a (id text, status text, wait bigint, answered integer, not_answered text)
    WHERE d.id = a.id AND d.id = ANY (recorded);
END;
$$;
