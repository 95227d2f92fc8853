-- One guarded change is one call of a function, sent as one statement: it commits whole or not at all, and no client
-- can leave it open. The functions are volatile PL/pgSQL and run at READ COMMITTED, so that each statement in them
-- sees what others committed while the one before waited for a lock; a WITH would not.
--
-- Locks are taken in one order, so that nobody waits in a circle, and all are held until the commit:
--   1. the idempotency key (advisory)        open_payment, reserve_refund
--   2. the invoice (advisory)                open_payment; write_payment where a change may be in another's way
--   3. the row of the payment, one at most that exists already
--   4. the row of the refund
--   5. the gateway's transactions, in the order of their bytes
--   6. rows that nobody else waits for: the ledger, the outbox, evidence, the key's answer
-- Attempts at webhooks lock the rows of the outbox by their ids, then the endpoint.
-- Locks 1 and 2 stand for rows that may not exist yet. They are hashes: two texts that share one wait for each other
-- without need, and that is all.

-- The only clock of leases and ages.
CREATE FUNCTION bkash_now() RETURNS bigint LANGUAGE sql VOLATILE AS $$
    SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint
$$;

CREATE FUNCTION lock_key(by_account bigint, of_route text, of_key text) RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(1, hashtext(concat_ws(' ', by_account, of_route, of_key)))
$$;

CREATE FUNCTION lock_invoice(by_account bigint, of_invoice text) RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(2, hashtext(concat_ws(' ', by_account, of_invoice)))
$$;

-- The account of a world, or the stamp that keeps another one out.
CREATE FUNCTION open_account(origin text, key text, OUT account bigint, OUT stamped_origin text, OUT stamped_key text)
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO installation (gateway_origin, app_key, stamped_at) VALUES (origin, key, bkash_now())
        ON CONFLICT DO NOTHING;
    SELECT i.gateway_origin, i.app_key INTO stamped_origin, stamped_key FROM installation i;
    IF stamped_origin <> origin OR stamped_key <> key THEN
        RETURN;
    END IF;
    INSERT INTO accounts (gateway_origin, app_key, created_at) VALUES (origin, key, bkash_now())
        ON CONFLICT DO NOTHING;
    SELECT a.id INTO account FROM accounts a WHERE a.gateway_origin = origin AND a.app_key = key;
END;
$$;

-- Makes every transaction its owner's; false, and nothing done, when one belongs to another.
CREATE FUNCTION claim_transactions(by_account bigint, of_payment text, of_refund text, asked text[]) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    fresh text[];
BEGIN
    WITH claimed AS (
        INSERT INTO gateway_transactions (account, trx_id, payment, refund)
        SELECT by_account, one, of_payment, of_refund FROM unnest(asked) AS one
        ON CONFLICT DO NOTHING
        RETURNING trx_id
    )
    SELECT array_agg(trx_id) INTO fresh FROM claimed;
    PERFORM 1 FROM gateway_transactions
        WHERE account = by_account AND trx_id = ANY (asked)
            AND (payment <> of_payment OR refund IS DISTINCT FROM of_refund);
    IF NOT FOUND THEN
        RETURN true;
    END IF;
    DELETE FROM gateway_transactions WHERE account = by_account AND trx_id = ANY (fresh);
    RETURN false;
END;
$$;

-- Takes a key that was found free under its lock, and lets old ones go.
CREATE FUNCTION take_key(by_account bigint, claim jsonb, of_subject text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    -- A value: a comparison with the clock itself, which is read anew for each row, has no use for an index.
    kept_since bigint := bkash_now() - (claim ->> 'kept')::bigint;
BEGIN
    INSERT INTO idempotency_keys (account, route, key, fingerprint, subject)
    VALUES (by_account, claim ->> 'route', claim ->> 'key', decode(claim ->> 'fingerprint', 'hex'), of_subject);
    -- By the rows' places: a join would read every key there is.
    DELETE FROM idempotency_keys WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM idempotency_keys
        WHERE answered_at < kept_since
        ORDER BY answered_at LIMIT (claim ->> 'pruned_at_once')::bigint
        -- Nobody waits for what another one prunes.
        FOR UPDATE SKIP LOCKED
    ));
END;
$$;

-- What a change of a payment or a refund brings along.
CREATE FUNCTION bring(change jsonb, by_account bigint, of_payment text, of_refund text) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    subject_of_change text := coalesce(of_refund, of_payment);
    moment bigint := bkash_now();
BEGIN
    IF change -> 'entries' <> '[]' THEN
        INSERT INTO ledger_entries (account, at, movement, debit, credit, poisha, payment, refund, trx_id)
        SELECT by_account, moment, e.movement, e.debit, e.credit, e.poisha, of_payment, of_refund, e.trx_id
        FROM jsonb_to_recordset(change -> 'entries')
            AS e (movement text, debit text, credit text, poisha bigint, trx_id text);
    END IF;
    IF change -> 'deliveries' <> '[]' THEN
        INSERT INTO deliveries (id, account, payment, event_type, body, status, attempts, earlier_attempts, due_at,
            created_at)
        SELECT d.id, by_account, d.payment, d.event_type, d.body, 'pending', 0, 0, moment, moment
        FROM jsonb_to_recordset(change -> 'deliveries')
            AS d (id text, payment text, event_type text, body text);
    END IF;
    CASE change -> 'key' ->> 'outcome'
        WHEN 'keep' THEN NULL;
        WHEN 'answer' THEN
            UPDATE idempotency_keys
            SET status = (change -> 'key' ->> 'status')::integer, body = change -> 'key' ->> 'body', answered_at = moment
            WHERE subject = subject_of_change AND status IS NULL;
        WHEN 'release' THEN
            DELETE FROM idempotency_keys WHERE subject = subject_of_change AND status IS NULL;
    END CASE;
    IF change -> 'evidence' <> 'null' THEN
        INSERT INTO evidence (payment, refund, call, at, status, body)
        SELECT of_payment, v.refund, v.call, v.at, v.status, v.body
        FROM jsonb_to_record(change -> 'evidence')
            AS v (refund text, call text, at bigint, status integer, body text);
    END IF;
END;
$$;

-- A decision on a payment, whole. Any outcome but `done` has written nothing.
CREATE FUNCTION write_payment(change jsonb, OUT outcome text, OUT paid_by text) LANGUAGE plpgsql AS $$
DECLARE
    next payments := jsonb_populate_record(NULL::payments, change -> 'payment');
BEGIN
    -- Whoever is about to be executed, and whoever has money though it released the invoice, must see each other.
    IF next.status = 'executing' OR (next.stands_in_the_way AND NOT next.claims_invoice) THEN
        PERFORM lock_invoice(next.account, next.merchant_invoice_number);
    END IF;
    PERFORM 1 FROM payments WHERE id = next.id AND version = next.version - 1 FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        outcome := 'stale';
        RETURN;
    END IF;
    IF next.status = 'executing' THEN
        SELECT p.id INTO paid_by FROM payments p
            WHERE p.account = next.account AND p.merchant_invoice_number = next.merchant_invoice_number
                AND p.stands_in_the_way AND p.id <> next.id
            ORDER BY p.created_at, p.id LIMIT 1;
        IF FOUND THEN
            outcome := 'invoice_paid';
            RETURN;
        END IF;
    END IF;
    IF change -> 'trx_ids' <> '[]' AND NOT claim_transactions(
        next.account, next.id, NULL, ARRAY(SELECT jsonb_array_elements_text(change -> 'trx_ids'))
    ) THEN
        outcome := 'trx_id_taken';
        RETURN;
    END IF;
    UPDATE payments
    SET version = next.version, status = next.status, claims_invoice = next.claims_invoice,
        stands_in_the_way = next.stands_in_the_way, due_at = bkash_now() + (change ->> 'wake_after')::bigint,
        needs_attention = next.needs_attention, record = next.record
    WHERE id = next.id;
    PERFORM bring(change, next.account, next.id, NULL);
    outcome := 'done';
END;
$$;

-- The key first, then the invoice: a repeat is told its first answer, not that its own payment is in the way.
CREATE FUNCTION open_payment(
    opening jsonb, OUT outcome text, OUT answer_status integer, OUT answer_body text, OUT in_the_way text
) LANGUAGE plpgsql AS $$
DECLARE
    newcomer payments := jsonb_populate_record(NULL::payments, opening -> 'payment');
    claim jsonb := nullif(opening -> 'key', 'null');
    known idempotency_keys;
    current payments;
BEGIN
    IF claim IS NOT NULL THEN
        PERFORM lock_key(newcomer.account, claim ->> 'route', claim ->> 'key');
        SELECT * INTO known FROM idempotency_keys
            WHERE account = newcomer.account AND route = claim ->> 'route' AND key = claim ->> 'key';
        IF FOUND THEN
            outcome := CASE
                WHEN known.fingerprint <> decode(claim ->> 'fingerprint', 'hex') THEN 'other_content'
                WHEN known.status IS NULL THEN 'in_flight'
                ELSE 'replay'
            END;
            answer_status := known.status;
            answer_body := known.body;
            RETURN;
        END IF;
    END IF;

    PERFORM lock_invoice(newcomer.account, newcomer.merchant_invoice_number);
    -- One that has released the invoice and still stands in the way has money: it comes first, for it cannot be
    -- superseded.
    SELECT * INTO current FROM payments
        WHERE account = newcomer.account AND merchant_invoice_number = newcomer.merchant_invoice_number
            AND stands_in_the_way
        ORDER BY claims_invoice, created_at DESC, id DESC LIMIT 1 FOR NO KEY UPDATE;
    IF FOUND THEN
        IF current.id IS DISTINCT FROM opening -> 'supersede' -> 'payment' ->> 'id' THEN
            outcome := 'invoice_taken';
        ELSE
            -- It gives way only by a decision that was made on it as it is.
            SELECT w.outcome INTO outcome FROM write_payment(opening -> 'supersede') w;
        END IF;
        IF outcome <> 'done' THEN
            outcome := 'invoice_taken';
            in_the_way := current.record;
            RETURN;
        END IF;
    END IF;

    INSERT INTO payments (id, account, version, status, merchant_invoice_number, claims_invoice, stands_in_the_way,
        created_at, due_at, needs_attention, record)
    VALUES (newcomer.id, newcomer.account, newcomer.version, newcomer.status, newcomer.merchant_invoice_number,
        newcomer.claims_invoice, newcomer.stands_in_the_way, newcomer.created_at,
        bkash_now() + (opening ->> 'wake_after')::bigint, newcomer.needs_attention, newcomer.record)
    ON CONFLICT (account, merchant_invoice_number) WHERE claims_invoice DO NOTHING;
    IF NOT FOUND THEN
        -- Not under the lock above, unless somebody writes past these functions.
        RAISE EXCEPTION 'the invoice was claimed meanwhile' USING ERRCODE = 'serialization_failure';
    END IF;
    IF claim IS NOT NULL THEN
        PERFORM take_key(newcomer.account, claim, newcomer.id);
    END IF;
    outcome := 'fresh';
END;
$$;

-- Stores a refund that was decided on the payment and its refunds as `seen` has them; `stale` when they are not so
-- any more, or the key is not free.
CREATE FUNCTION reserve_refund(reserving jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    newcomer refunds := jsonb_populate_record(NULL::refunds, reserving -> 'refund');
    claim jsonb := reserving -> 'key';
    seen jsonb := reserving -> 'seen';
BEGIN
    PERFORM lock_key(newcomer.account, claim ->> 'route', claim ->> 'key');
    PERFORM 1 FROM idempotency_keys
        WHERE account = newcomer.account AND route = claim ->> 'route' AND key = claim ->> 'key';
    IF FOUND THEN
        RETURN 'stale';
    END IF;
    -- Every change of a refund locks this row too.
    PERFORM 1 FROM payments
        WHERE id = newcomer.payment AND version = (seen ->> 'version')::bigint FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN 'stale';
    END IF;
    -- Versions only rise, so that an equal count and sum are the same refunds as they were.
    PERFORM 1 FROM refunds WHERE payment = newcomer.payment
        HAVING count(*) = (seen ->> 'refunds')::bigint
            AND coalesce(sum(version), 0) = (seen ->> 'refund_versions')::bigint;
    IF NOT FOUND THEN
        RETURN 'stale';
    END IF;
    INSERT INTO refunds (id, payment, account, version, status, is_open, created_at, due_at, needs_attention, record)
    VALUES (newcomer.id, newcomer.payment, newcomer.account, newcomer.version, newcomer.status, newcomer.is_open,
        newcomer.created_at, bkash_now() + (reserving ->> 'wake_after')::bigint, newcomer.needs_attention,
        newcomer.record)
    ON CONFLICT (payment) WHERE is_open DO NOTHING;
    IF NOT FOUND THEN
        RETURN 'stale';
    END IF;
    PERFORM take_key(newcomer.account, claim, newcomer.id);
    RETURN 'fresh';
END;
$$;

-- A decision on a refund, whole. Any outcome but `done` has written nothing.
CREATE FUNCTION write_refund(change jsonb) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    next refunds := jsonb_populate_record(NULL::refunds, change -> 'refund');
BEGIN
    PERFORM 1 FROM payments WHERE id = next.payment FOR NO KEY UPDATE;
    PERFORM 1 FROM refunds WHERE id = next.id AND version = next.version - 1 FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        RETURN 'stale';
    END IF;
    IF change -> 'trx_ids' <> '[]' AND NOT claim_transactions(
        next.account, next.payment, next.id, ARRAY(SELECT jsonb_array_elements_text(change -> 'trx_ids'))
    ) THEN
        RETURN 'trx_id_taken';
    END IF;
    UPDATE refunds
    SET version = next.version, status = next.status, is_open = next.is_open,
        due_at = bkash_now() + (change ->> 'wake_after')::bigint, needs_attention = next.needs_attention,
        record = next.record
    WHERE id = next.id;
    PERFORM bring(change, next.account, next.payment, next.id);
    RETURN 'done';
END;
$$;

-- Records how attempts ended, and what that makes of the endpoint. What it makes of it is decided outside, by
-- `judged`, unless there is nothing to decide: an endpoint that was well and took everything stays as it is. `judge`
-- has written nothing; it says on what to decide.
CREATE FUNCTION finish_deliveries(
    finished jsonb, OUT outcome text, OUT moment bigint, OUT recorded text[], OUT seen_failing_since bigint,
    OUT seen_last_failure_at bigint
) LANGUAGE plpgsql AS $$
DECLARE
    at_address bytea := decode(finished ->> 'endpoint', 'hex');
    judged jsonb := nullif(finished -> 'judged', 'null');
BEGIN
    outcome := 'done';
    moment := bkash_now();
    -- Only the worker whose attempt is the last one counted holds the lease, and a redelivery ends it.
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
        attempted_at = moment, answered = a.answered, not_answered = a.not_answered
    FROM jsonb_to_recordset(finished -> 'attempts')
        AS a (id text, status text, wait bigint, answered integer, not_answered text)
    WHERE d.id = a.id AND d.id = ANY (recorded);
END;
$$;
