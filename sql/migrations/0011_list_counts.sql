-- How many Members and Reps a database has, so that no List View has to count them all. The record book keeps them.

ALTER TABLE databases ADD COLUMN member_count BIGINT NOT NULL DEFAULT 0;
ALTER TABLE databases ADD COLUMN rep_count BIGINT NOT NULL DEFAULT 0;
UPDATE databases SET
    member_count = (SELECT count(*) FROM members AS m WHERE m.database_id = databases.database_id),
    rep_count = (SELECT count(*) FROM reps AS r WHERE r.database_id = databases.database_id);
