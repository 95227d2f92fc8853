-- What a crash has left executing comes before what is unresolved already.

DROP INDEX payments_due_at_the_gateway;
CREATE INDEX payments_due_executing ON payments (due_at, id) WHERE due_at IS NOT NULL AND status = 'executing';
CREATE INDEX payments_due_unresolved ON payments (due_at, id) WHERE due_at IS NOT NULL AND status = 'unresolved';
