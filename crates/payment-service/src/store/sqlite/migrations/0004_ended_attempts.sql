-- The schedule counts the attempts whose end was recorded since the last redelivery: a courier that dies uses none up.
-- `earlier_attempts` counts those that hold no lease: all before the one under way, and that too once it has ended.
ALTER TABLE deliveries ADD COLUMN ended_attempts INTEGER NOT NULL DEFAULT 0;
UPDATE deliveries SET ended_attempts = attempts - earlier_attempts WHERE status = 'pending';
