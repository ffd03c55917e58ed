-- Notices (R34), and the places that runs take in their queue (R33).

-- A run whose end nobody has been told of yet.
CREATE TABLE notice_places (
    database_id BIGINT NOT NULL,
    run_id TEXT NOT NULL,
    PRIMARY KEY (database_id, run_id),
    FOREIGN KEY (database_id, run_id) REFERENCES runs (database_id, run_id) ON DELETE CASCADE
);

CREATE TABLE open_problems (
    database_id BIGINT NOT NULL REFERENCES databases (database_id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    since BIGINT NOT NULL,
    run_id TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (database_id, kind)
);

CREATE TABLE notices (
    database_id BIGINT NOT NULL REFERENCES databases (database_id) ON DELETE CASCADE,
    notice_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    run_id TEXT NOT NULL,
    detail TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    PRIMARY KEY (database_id, notice_id)
);

CREATE INDEX notices_by_time ON notices (database_id, made_at);

-- `host`, `pid` and `process_start` name the process that makes the attempt under way since `changed_at`.
CREATE TABLE notice_deliveries (
    database_id BIGINT NOT NULL,
    delivery_id TEXT NOT NULL,
    notice_id TEXT NOT NULL,
    channel TEXT NOT NULL,
    recipient TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    host TEXT NOT NULL,
    pid BIGINT NOT NULL,
    process_start BIGINT NOT NULL,
    PRIMARY KEY (database_id, delivery_id),
    FOREIGN KEY (database_id, notice_id) REFERENCES notices (database_id, notice_id) ON DELETE CASCADE
);

CREATE INDEX notice_deliveries_by_state ON notice_deliveries (database_id, state, next_at);
CREATE INDEX notice_deliveries_of_notice ON notice_deliveries (database_id, notice_id);

-- The week, counted from 1970, whose list of people who opted out was last looked at.
CREATE TABLE opted_out_weeks (
    database_id BIGINT NOT NULL PRIMARY KEY REFERENCES databases (database_id) ON DELETE CASCADE,
    week BIGINT NOT NULL
);
