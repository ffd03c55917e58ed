-- R20: the scheduled run of a database and local day ('2026-11-26'). `run_id` is the run's, or will be: what became of it is
-- in runs. Until it is there, the row is a claim of the process named here, as long as that lives and `lease_until` lasts.
CREATE TABLE scheduled_runs (
    database_id BIGINT NOT NULL REFERENCES databases (database_id) ON DELETE CASCADE,
    local_day TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    run_id TEXT NOT NULL,
    claimed_at BIGINT NOT NULL,
    host TEXT NOT NULL,
    pid BIGINT NOT NULL,
    process_start BIGINT NOT NULL,
    lease_until BIGINT NOT NULL,
    PRIMARY KEY (database_id, local_day)
);

-- When a person last switched the database's automatic update on.
ALTER TABLE saved_selections ADD COLUMN on_since BIGINT NOT NULL DEFAULT 0;
