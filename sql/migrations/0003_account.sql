-- The connection with Constant Contact and what is known of the account.

CREATE TABLE grants (
    database_id BIGINT NOT NULL PRIMARY KEY REFERENCES databases (database_id) ON DELETE CASCADE,
    login_id TEXT NOT NULL,
    generation BIGINT NOT NULL,
    sealed_grant BYTEA,
    lost_at BIGINT,
    lost_reason TEXT NOT NULL
);

CREATE TABLE refresh_leases (
    database_id BIGINT NOT NULL PRIMARY KEY REFERENCES databases (database_id) ON DELETE CASCADE,
    holder TEXT NOT NULL,
    lease_until BIGINT NOT NULL
);

-- R22: one account, one database.
CREATE TABLE account_bindings (
    account_id TEXT NOT NULL PRIMARY KEY,
    database_id BIGINT NOT NULL UNIQUE REFERENCES databases (database_id) ON DELETE CASCADE,
    account_name TEXT NOT NULL,
    bound_at BIGINT NOT NULL
);

CREATE TABLE account_views (
    database_id BIGINT NOT NULL PRIMARY KEY REFERENCES databases (database_id) ON DELETE CASCADE,
    custom_fields TEXT NOT NULL,
    account_lists TEXT NOT NULL,
    full_read_at BIGINT,
    optouts_read_at BIGINT
);

-- `digest` is keyed; an unchanged Contact is not written again.
CREATE TABLE account_contacts (
    database_id BIGINT NOT NULL REFERENCES databases (database_id) ON DELETE CASCADE,
    contact_id TEXT NOT NULL,
    address_key TEXT NOT NULL,
    permission TEXT NOT NULL,
    is_deleted SMALLINT NOT NULL,
    digest BYTEA NOT NULL,
    sealed_contact BYTEA NOT NULL,
    PRIMARY KEY (database_id, contact_id)
);

CREATE INDEX account_contacts_by_address ON account_contacts (database_id, address_key);

CREATE TABLE account_memberships (
    database_id BIGINT NOT NULL REFERENCES databases (database_id) ON DELETE CASCADE,
    contact_id TEXT NOT NULL,
    list_id TEXT NOT NULL,
    state SMALLINT NOT NULL,
    PRIMARY KEY (database_id, contact_id, list_id)
);

CREATE TABLE learned_values (
    database_id BIGINT NOT NULL REFERENCES databases (database_id) ON DELETE CASCADE,
    contact_id TEXT NOT NULL,
    field TEXT NOT NULL,
    sent_digest BYTEA NOT NULL,
    kept_digest BYTEA NOT NULL,
    PRIMARY KEY (database_id, contact_id, field, sent_digest)
);

CREATE TABLE remembered_lists (
    database_id BIGINT NOT NULL REFERENCES databases (database_id) ON DELETE CASCADE,
    group_key TEXT NOT NULL,
    list_id TEXT NOT NULL,
    PRIMARY KEY (database_id, group_key)
);
