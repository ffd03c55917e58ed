-- How runs and previews that are under way stand, for those who look at them from another process (R30). How one ended that
-- was recorded stands in `runs`; the end is here only of one that never came so far.

CREATE TABLE run_progress (
    database_id BIGINT NOT NULL REFERENCES databases (database_id) ON DELETE CASCADE,
    run_id TEXT NOT NULL,
    started_by TEXT NOT NULL,
    undo_of TEXT NOT NULL,
    preview SMALLINT NOT NULL,
    depth TEXT NOT NULL,
    selections TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    phase SMALLINT NOT NULL,
    done BIGINT NOT NULL,
    total BIGINT NOT NULL,
    what TEXT NOT NULL,
    calls BIGINT NOT NULL,
    calls_estimated BIGINT NOT NULL,
    time_left BIGINT,
    cancelled_by TEXT NOT NULL,
    end_state TEXT NOT NULL,
    end_message TEXT NOT NULL,
    ended_at BIGINT,
    host TEXT NOT NULL,
    pid BIGINT NOT NULL,
    process_start BIGINT NOT NULL,
    alive_until BIGINT NOT NULL,
    PRIMARY KEY (database_id, run_id)
);
