-- Staff: users, their sessions, and what was done. Tokens, links and recovery codes are kept as digests only.

CREATE TABLE staff_users (
    user_id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    all_databases SMALLINT NOT NULL,
    password_hash TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT
);

CREATE TABLE staff_user_databases (
    database_id BIGINT NOT NULL REFERENCES databases (database_id) ON DELETE CASCADE,
    user_id TEXT NOT NULL REFERENCES staff_users (user_id) ON DELETE CASCADE,
    PRIMARY KEY (database_id, user_id)
);

CREATE INDEX staff_databases_of_user ON staff_user_databases (user_id);

-- `last_step`: of the newest code taken, so that none counts twice.
CREATE TABLE staff_second_factors (
    user_id TEXT NOT NULL PRIMARY KEY REFERENCES staff_users (user_id) ON DELETE CASCADE,
    sealed_secret BYTEA NOT NULL,
    is_confirmed SMALLINT NOT NULL,
    last_step BIGINT NOT NULL
);

CREATE TABLE staff_recovery_codes (
    user_id TEXT NOT NULL REFERENCES staff_users (user_id) ON DELETE CASCADE,
    code_digest TEXT NOT NULL,
    PRIMARY KEY (user_id, code_digest)
);

CREATE TABLE staff_sessions (
    session_id TEXT NOT NULL PRIMARY KEY,
    token_digest TEXT NOT NULL UNIQUE,
    user_id TEXT NOT NULL REFERENCES staff_users (user_id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    authenticated_at BIGINT NOT NULL,
    address TEXT NOT NULL,
    agent TEXT NOT NULL
);

CREATE INDEX staff_sessions_of_user ON staff_sessions (user_id);

-- A link that makes the first administrator has no user.
CREATE TABLE staff_links (
    token_digest TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    user_id TEXT REFERENCES staff_users (user_id) ON DELETE CASCADE,
    expires_at BIGINT NOT NULL
);

-- `subject` is a keyed digest of an account's name, an address, or both.
CREATE TABLE staff_attempts (
    subject TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_failed_at BIGINT NOT NULL
);

CREATE TABLE staff_known_addresses (
    subject TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES staff_users (user_id) ON DELETE CASCADE,
    signed_in_at BIGINT NOT NULL
);

CREATE INDEX staff_known_addresses_of_user ON staff_known_addresses (user_id);

-- Only added to. `database_id` 0: what concerns the installation, and databases as such; those entries outlive a database.
CREATE TABLE audit_entries (
    database_id BIGINT NOT NULL,
    entry_id TEXT NOT NULL,
    done_at BIGINT NOT NULL,
    user_id TEXT NOT NULL,
    user_name TEXT NOT NULL,
    user_key TEXT NOT NULL,
    origin TEXT NOT NULL,
    action TEXT NOT NULL,
    record TEXT NOT NULL,
    details TEXT NOT NULL,
    PRIMARY KEY (database_id, entry_id)
);

CREATE INDEX audit_entries_by_time ON audit_entries (entry_id);
