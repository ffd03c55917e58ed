-- What a back office in the browser looks up: people of a run by tab, list and text, issues by code, the wizard's last choices, logins
-- that wait for the browser to come back.

ALTER TABLE run_people ADD COLUMN tabs BIGINT NOT NULL DEFAULT 0;
ALTER TABLE run_people ADD COLUMN list_keys TEXT NOT NULL DEFAULT '';
ALTER TABLE run_people ADD COLUMN search_text TEXT NOT NULL DEFAULT '';
ALTER TABLE run_issues ADD COLUMN code TEXT NOT NULL DEFAULT '';

-- Runs of earlier versions: tabs as far as the documents tell them without being read (store/run_history.hpp names the bits).
UPDATE run_people SET search_text = address_key,
    tabs = CASE outcome WHEN 'created' THEN 1 WHEN 'held_back_unsubscribed' THEN 16 WHEN 'ignored_duplicate' THEN 32
               WHEN 'ignored_no_email' THEN 32 WHEN 'ignored_invalid_email' THEN 32 WHEN 'refused' THEN 64
               WHEN 'unchanged' THEN 128 WHEN 'not_attempted' THEN 256 ELSE 0 END
         + CASE WHEN outcome = 'updated' AND person NOT LIKE '%"changes":[]%' THEN 2 ELSE 0 END
         + CASE WHEN person LIKE '%"lists_added":[]%' AND person LIKE '%"lists_removed":[]%'
                     AND person LIKE '%"lists_held_back":[]%' THEN 0 ELSE 4 END
         + CASE WHEN person LIKE '%"lists_removed":["Active Members"%' THEN 8 ELSE 0 END;

UPDATE run_issues SET code = CASE WHEN issue LIKE '{"code":"ignored_duplicate"%' THEN 'ignored_duplicate'
    WHEN issue LIKE '{"code":"ignored_no_email"%' THEN 'ignored_no_email'
    WHEN issue LIKE '{"code":"ignored_invalid_email"%' THEN 'ignored_invalid_email'
    WHEN issue LIKE '{"code":"held_back_unsubscribed"%' THEN 'held_back_unsubscribed'
    WHEN issue LIKE '{"code":"refused"%' THEN 'refused' WHEN issue LIKE '{"code":"unproved"%' THEN 'unproved'
    WHEN issue LIKE '{"code":"value_cut"%' THEN 'value_cut' WHEN issue LIKE '{"code":"left_list"%' THEN 'left_list'
    WHEN issue LIKE '{"code":"list_refused"%' THEN 'list_refused'
    WHEN issue LIKE '{"code":"field_refused"%' THEN 'field_refused'
    WHEN issue LIKE '{"code":"selection_missing"%' THEN 'selection_missing'
    WHEN issue LIKE '{"code":"revived"%' THEN 'revived' ELSE '' END;

CREATE INDEX run_people_by_outcome ON run_people (database_id, run_id, outcome, tabs);

CREATE TABLE manual_choices (
    database_id BIGINT NOT NULL PRIMARY KEY REFERENCES databases (database_id) ON DELETE CASCADE,
    selections TEXT NOT NULL
);

-- `state_digest` names the login without telling its state.
CREATE TABLE pending_logins (
    database_id BIGINT NOT NULL REFERENCES databases (database_id) ON DELETE CASCADE,
    state_digest TEXT NOT NULL UNIQUE,
    sealed_verifier BYTEA NOT NULL,
    redirect_uri TEXT NOT NULL,
    started_by TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (database_id, state_digest)
);
