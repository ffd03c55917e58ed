-- name: history.page
SELECT run_id, database_name, started_by, preview, depth, state, started_at, finished_at, message, totals, undo_of,
       calls_estimated, calls_total
FROM runs
WHERE database_id = $1 AND ($2 = '' OR $2 LIKE '%,' || state || ',%') AND ($3 < 0 OR preview = $3)
  AND ($4 = '' OR started_by = $4) AND started_at >= $5 AND started_at < $6
ORDER BY run_number DESC LIMIT $7 OFFSET $8;

-- name: history.count
SELECT count(*) FROM runs
WHERE database_id = $1 AND ($2 = '' OR $2 LIKE '%,' || state || ',%') AND ($3 < 0 OR preview = $3)
  AND ($4 = '' OR started_by = $4) AND started_at >= $5 AND started_at < $6;

-- name: history.run_after
SELECT n.run_id, n.database_name, n.started_by, n.preview, n.depth, n.state, n.started_at, n.finished_at, n.message,
       n.totals, n.undo_of, n.calls_estimated, n.calls_total
FROM runs AS n
JOIN runs AS r ON r.database_id = n.database_id AND r.run_id = $2
WHERE n.database_id = $1 AND n.run_number > r.run_number AND n.preview = 0
ORDER BY n.run_number DESC LIMIT 1;

-- name: person.page
SELECT person FROM run_people
WHERE database_id = $1 AND run_id = $2 AND ($3 = '' OR outcome = $3) AND ($4 = 0 OR (tabs & $4) <> 0)
  AND ($5 = '' OR list_keys LIKE $5 ESCAPE '!') AND ($6 = '' OR search_text LIKE $6 ESCAPE '!')
ORDER BY place LIMIT $7 OFFSET $8;

-- name: person.count
SELECT count(*) FROM run_people
WHERE database_id = $1 AND run_id = $2 AND ($3 = '' OR outcome = $3) AND ($4 = 0 OR (tabs & $4) <> 0)
  AND ($5 = '' OR list_keys LIKE $5 ESCAPE '!') AND ($6 = '' OR search_text LIKE $6 ESCAPE '!');

-- name: person.tally
SELECT outcome, tabs, count(*) FROM run_people WHERE database_id = $1 AND run_id = $2 GROUP BY outcome, tabs;

-- name: person.after
SELECT place, person FROM run_people WHERE database_id = $1 AND run_id = $2 AND place > $3 ORDER BY place LIMIT $4;

-- name: issue.page
SELECT issue FROM run_issues WHERE database_id = $1 AND run_id = $2 AND ($3 = '' OR code = $3)
ORDER BY place LIMIT $4 OFFSET $5;

-- name: issue.count
SELECT count(*) FROM run_issues WHERE database_id = $1 AND run_id = $2 AND ($3 = '' OR code = $3);

-- name: issue.after
SELECT place, issue FROM run_issues WHERE database_id = $1 AND run_id = $2 AND place > $3 ORDER BY place LIMIT $4;

-- name: manual_choices.get
SELECT selections FROM manual_choices WHERE database_id = $1;

-- name: manual_choices.put
INSERT INTO manual_choices (database_id, selections) VALUES ($1, $2)
ON CONFLICT (database_id) DO UPDATE SET selections = excluded.selections;

-- name: login.put
INSERT INTO pending_logins (database_id, state_digest, sealed_verifier, redirect_uri, started_by, started_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: login.get
SELECT database_id, sealed_verifier, redirect_uri, started_by, started_at, expires_at FROM pending_logins
WHERE state_digest = $1;

-- name: login.remove
DELETE FROM pending_logins WHERE database_id = $1 AND state_digest = $2;

-- name: login.tidy
DELETE FROM pending_logins WHERE expires_at <= $1 OR (database_id = $2 AND started_by = $3);
