-- What belongs to the installation as a whole. One dialect for SQLite and PostgreSQL: BIGINT for numbers, moments (microseconds
-- since 1970) and SMALLINT for yes or no, TEXT compared as bytes, BYTEA for sealed values.

CREATE TABLE installation (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE installation_settings (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
);

CREATE TABLE schedule (
    only_row SMALLINT NOT NULL PRIMARY KEY CHECK (only_row = 1),
    enabled SMALLINT NOT NULL,
    time_of_day TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);

CREATE TABLE databases (
    database_id BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    next_member BIGINT NOT NULL,
    next_rep BIGINT NOT NULL,
    next_run BIGINT NOT NULL
);

CREATE TABLE database_settings (
    database_id BIGINT NOT NULL REFERENCES databases (database_id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (database_id, key)
);

CREATE TABLE saved_selections (
    database_id BIGINT NOT NULL PRIMARY KEY REFERENCES databases (database_id) ON DELETE CASCADE,
    selections TEXT NOT NULL,
    automatic_on SMALLINT NOT NULL
);

-- R31: the last booked moments of a key, oldest first, separated by commas; `asked_at` is the clock of whoever booked last.
CREATE TABLE quota_windows (
    api_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    moments TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    PRIMARY KEY (api_key, kind)
);

CREATE TABLE quota_days (
    api_key TEXT NOT NULL,
    day BIGINT NOT NULL,
    used BIGINT NOT NULL,
    exhausted SMALLINT NOT NULL,
    PRIMARY KEY (api_key, day)
);
