-- Members, Reps and their value tables.

CREATE TABLE statuses (
    database_id BIGINT NOT NULL REFERENCES databases (database_id) ON DELETE CASCADE,
    code_key TEXT NOT NULL,
    code TEXT NOT NULL,
    description TEXT NOT NULL,
    active_member SMALLINT NOT NULL,
    pays_dues SMALLINT NOT NULL,
    eligible_for_referral SMALLINT NOT NULL,
    list_in_directory SMALLINT NOT NULL,
    members_only_access SMALLINT NOT NULL,
    PRIMARY KEY (database_id, code_key)
);

-- Names of Rep Groups ('group'), Rep Attributes ('attribute') and attributes of Members ('member').
CREATE TABLE value_names (
    database_id BIGINT NOT NULL REFERENCES databases (database_id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    number BIGINT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    PRIMARY KEY (database_id, kind, number),
    UNIQUE (database_id, kind, name_key)
);

CREATE TABLE members (
    database_id BIGINT NOT NULL REFERENCES databases (database_id) ON DELETE CASCADE,
    record_number BIGINT NOT NULL,
    member_id TEXT NOT NULL,
    filed_under TEXT NOT NULL,
    company TEXT NOT NULL,
    file_by TEXT NOT NULL,
    status_key TEXT NOT NULL,
    type TEXT NOT NULL,
    attribute_numbers TEXT NOT NULL,
    street TEXT NOT NULL,
    street2 TEXT NOT NULL,
    city TEXT NOT NULL,
    state TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    country TEXT NOT NULL,
    phone TEXT NOT NULL,
    website TEXT NOT NULL,
    joined TEXT,
    dropped TEXT,
    PRIMARY KEY (database_id, record_number),
    UNIQUE (database_id, member_id),
    FOREIGN KEY (database_id, status_key) REFERENCES statuses (database_id, code_key)
);

-- `filed_under` repeats the Member's, so that one index holds the order of R4. `group_numbers` and `attribute_numbers` repeat
-- rep_names, so that a walk over all Reps needs no join; they are written together.
CREATE TABLE reps (
    database_id BIGINT NOT NULL REFERENCES databases (database_id) ON DELETE CASCADE,
    record_number BIGINT NOT NULL,
    rep_id TEXT NOT NULL,
    member_number BIGINT NOT NULL,
    filed_under TEXT NOT NULL,
    last_key TEXT NOT NULL,
    first_key TEXT NOT NULL,
    courtesy_title TEXT NOT NULL,
    first_name TEXT NOT NULL,
    middle_name TEXT NOT NULL,
    last_name TEXT NOT NULL,
    suffix TEXT NOT NULL,
    salutation TEXT NOT NULL,
    job_title TEXT NOT NULL,
    email TEXT NOT NULL,
    phone TEXT NOT NULL,
    mobile TEXT NOT NULL,
    fax TEXT NOT NULL,
    street TEXT NOT NULL,
    street2 TEXT NOT NULL,
    city TEXT NOT NULL,
    state TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    country TEXT NOT NULL,
    username TEXT NOT NULL,
    sealed_password BYTEA,
    billing_rep SMALLINT NOT NULL,
    group_numbers TEXT NOT NULL,
    attribute_numbers TEXT NOT NULL,
    unsubscribed_for TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (database_id, record_number),
    UNIQUE (database_id, rep_id),
    FOREIGN KEY (database_id, member_number) REFERENCES members (database_id, record_number) ON DELETE CASCADE
);

CREATE INDEX reps_in_order ON reps (database_id, filed_under, last_key, first_key, record_number);
CREATE INDEX reps_of_member ON reps (database_id, member_number, record_number);

CREATE TABLE rep_names (
    database_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    number BIGINT NOT NULL,
    rep_number BIGINT NOT NULL,
    PRIMARY KEY (database_id, kind, number, rep_number),
    FOREIGN KEY (database_id, kind, number) REFERENCES value_names (database_id, kind, number) ON DELETE CASCADE,
    FOREIGN KEY (database_id, rep_number) REFERENCES reps (database_id, record_number) ON DELETE CASCADE
);

CREATE INDEX rep_names_of_rep ON rep_names (database_id, rep_number);
