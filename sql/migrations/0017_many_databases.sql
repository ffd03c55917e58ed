-- What is asked of all databases at once, whenever somebody looks at the clock.

-- How many Contacts the view has, so that no look has to count them all.
ALTER TABLE account_views ADD COLUMN contact_count BIGINT NOT NULL DEFAULT 0;
UPDATE account_views SET
    contact_count = (SELECT count(*) FROM account_contacts AS c WHERE c.database_id = account_views.database_id);

CREATE INDEX scheduled_runs_by_day ON scheduled_runs (local_day, database_id);
CREATE INDEX scheduled_runs_by_claim ON scheduled_runs (database_id, claimed_at);
