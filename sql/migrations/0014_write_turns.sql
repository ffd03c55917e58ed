-- Where several may write at once, whoever writes in a scope takes its row first and keeps it until the end. SQLite lets one
-- write at a time and leaves it empty.

CREATE TABLE write_turns (
    scope TEXT NOT NULL PRIMARY KEY,
    turn BIGINT NOT NULL
);
