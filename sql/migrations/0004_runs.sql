-- Runs: the lock, the journal, the history.

-- `run_number` is the order in which runs were recorded; clocks may go back.
CREATE TABLE runs (
    database_id BIGINT NOT NULL REFERENCES databases (database_id) ON DELETE CASCADE,
    run_id TEXT NOT NULL,
    run_number BIGINT NOT NULL,
    database_name TEXT NOT NULL,
    started_by TEXT NOT NULL,
    preview SMALLINT NOT NULL,
    depth TEXT NOT NULL,
    state TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    finished_at BIGINT,
    message TEXT NOT NULL,
    totals TEXT NOT NULL,
    report TEXT NOT NULL,
    PRIMARY KEY (database_id, run_id),
    UNIQUE (database_id, run_number)
);

CREATE INDEX runs_by_id ON runs (run_id);

CREATE TABLE run_people (
    database_id BIGINT NOT NULL,
    run_id TEXT NOT NULL,
    place BIGINT NOT NULL,
    address_key TEXT NOT NULL,
    rep_id TEXT,
    outcome TEXT NOT NULL,
    person TEXT NOT NULL,
    PRIMARY KEY (database_id, run_id, place),
    FOREIGN KEY (database_id, run_id) REFERENCES runs (database_id, run_id) ON DELETE CASCADE
);

CREATE INDEX run_people_by_address ON run_people (database_id, address_key);

CREATE TABLE run_issues (
    database_id BIGINT NOT NULL,
    run_id TEXT NOT NULL,
    place BIGINT NOT NULL,
    address_key TEXT NOT NULL,
    issue TEXT NOT NULL,
    PRIMARY KEY (database_id, run_id, place),
    FOREIGN KEY (database_id, run_id) REFERENCES runs (database_id, run_id) ON DELETE CASCADE
);

CREATE INDEX run_issues_by_address ON run_issues (database_id, address_key);

CREATE TABLE run_steps (
    database_id BIGINT NOT NULL,
    run_id TEXT NOT NULL,
    number BIGINT NOT NULL,
    endpoint TEXT NOT NULL,
    what TEXT NOT NULL,
    row_count BIGINT NOT NULL,
    state SMALLINT NOT NULL,
    activity_id TEXT NOT NULL,
    sent_at BIGINT,
    PRIMARY KEY (database_id, run_id, number),
    FOREIGN KEY (database_id, run_id) REFERENCES runs (database_id, run_id) ON DELETE CASCADE
);

CREATE INDEX run_steps_by_state ON run_steps (database_id, state);

-- R23.
CREATE TABLE run_locks (
    database_id BIGINT NOT NULL PRIMARY KEY REFERENCES databases (database_id) ON DELETE CASCADE,
    run_id TEXT NOT NULL,
    started_by TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    host TEXT NOT NULL,
    pid BIGINT NOT NULL,
    process_start BIGINT NOT NULL,
    lease_until BIGINT NOT NULL
);
