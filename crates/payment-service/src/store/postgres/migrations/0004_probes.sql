-- What a failing endpoint is probed with.
CREATE INDEX deliveries_least_attempted ON deliveries (attempts, due_at, seq) WHERE status = 'pending';
