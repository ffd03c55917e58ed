-- What the List Views sort and search by: one narrow row beside each record, so that a walk over all of them reads little.
-- Texts are folded by the program, which fills the rows of records that were there before (store/list_view_keys.cpp).

CREATE TABLE rep_list (
    database_id BIGINT NOT NULL,
    record_number BIGINT NOT NULL,
    member_number BIGINT NOT NULL,
    status_key TEXT NOT NULL,
    search_key TEXT NOT NULL,
    filed_under TEXT NOT NULL,
    name_key TEXT NOT NULL,
    first_key TEXT NOT NULL,
    rep_id_key TEXT NOT NULL,
    member_id_key TEXT NOT NULL,
    title_key TEXT NOT NULL,
    email_key TEXT NOT NULL,
    phone_key TEXT NOT NULL,
    city_key TEXT NOT NULL,
    billing_rep SMALLINT NOT NULL,
    has_address SMALLINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (database_id, record_number),
    FOREIGN KEY (database_id, record_number) REFERENCES reps (database_id, record_number) ON DELETE CASCADE
);

CREATE INDEX rep_list_by_name ON rep_list (database_id, name_key, record_number);
CREATE INDEX rep_list_by_email ON rep_list (database_id, email_key, record_number);

CREATE TABLE member_list (
    database_id BIGINT NOT NULL,
    record_number BIGINT NOT NULL,
    status_key TEXT NOT NULL,
    search_key TEXT NOT NULL,
    filed_under TEXT NOT NULL,
    company_key TEXT NOT NULL,
    member_id_key TEXT NOT NULL,
    type_key TEXT NOT NULL,
    city_key TEXT NOT NULL,
    state_key TEXT NOT NULL,
    phone_key TEXT NOT NULL,
    website_key TEXT NOT NULL,
    joined TEXT NOT NULL,
    dropped TEXT NOT NULL,
    PRIMARY KEY (database_id, record_number),
    FOREIGN KEY (database_id, record_number) REFERENCES members (database_id, record_number) ON DELETE CASCADE
);

CREATE INDEX member_list_in_order ON member_list (database_id, filed_under, record_number);
