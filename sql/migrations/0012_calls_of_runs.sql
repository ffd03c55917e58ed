-- What a run was reckoned to take and what it took, beside its totals; 0 for runs before this.

ALTER TABLE runs ADD COLUMN calls_estimated BIGINT NOT NULL DEFAULT 0;
ALTER TABLE runs ADD COLUMN calls_total BIGINT NOT NULL DEFAULT 0;
