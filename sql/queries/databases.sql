-- name: installation.get
SELECT value FROM installation WHERE key = $1;

-- name: installation.put
INSERT INTO installation (key, value) VALUES ($1, $2)
ON CONFLICT (key) DO UPDATE SET value = excluded.value;

-- name: database.add
INSERT INTO databases (database_id, name, name_key, created_at, next_member, next_rep, next_run)
VALUES ($1, $2, $3, $4, 1, 1, 1);

-- name: database.list
SELECT d.database_id, d.name, d.created_at, d.member_count, d.rep_count,
       (SELECT count(*) FROM grants AS g WHERE g.database_id = d.database_id AND g.sealed_grant IS NOT NULL),
       coalesce(b.account_id, ''), coalesce(b.account_name, '')
FROM databases AS d
LEFT JOIN account_bindings AS b ON b.database_id = d.database_id
WHERE d.database_id = $1 OR $1 = 0
ORDER BY d.name_key;

-- name: database.ids
SELECT database_id FROM databases ORDER BY database_id;

-- name: database.names
SELECT name FROM databases ORDER BY name_key;

-- name: database.by_key
SELECT database_id, name FROM databases WHERE name_key = $1;

-- name: database.name
SELECT name FROM databases WHERE database_id = $1;

-- name: database.rename
UPDATE databases SET name = $2, name_key = $3 WHERE database_id = $1;

-- name: database.remove
DELETE FROM databases WHERE database_id = $1;

-- name: database.numbers
SELECT next_member, next_rep FROM databases WHERE database_id = $1;

-- name: database.put_numbers
UPDATE databases SET next_member = $2, next_rep = $3 WHERE database_id = $1;

-- name: database.counts
SELECT member_count, rep_count FROM databases WHERE database_id = $1;

-- name: database.add_to_counts
UPDATE databases SET member_count = member_count + $2, rep_count = rep_count + $3 WHERE database_id = $1;
