-- name: lock.get
SELECT run_id, started_by, started_at, host, pid, process_start, lease_until FROM run_locks WHERE database_id = $1;

-- name: lock.all
SELECT run_id, started_by, started_at, host, pid, process_start, lease_until, database_id FROM run_locks
ORDER BY database_id;

-- name: lock.put
INSERT INTO run_locks (database_id, run_id, started_by, started_at, host, pid, process_start, lease_until)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (database_id) DO UPDATE SET run_id = excluded.run_id, started_by = excluded.started_by,
    started_at = excluded.started_at, host = excluded.host, pid = excluded.pid,
    process_start = excluded.process_start, lease_until = excluded.lease_until;

-- name: lock.extend
UPDATE run_locks SET lease_until = $3 WHERE database_id = $1 AND run_id = $2;

-- name: lock.release
DELETE FROM run_locks WHERE database_id = $1 AND run_id = $2;

-- name: run.state
SELECT state FROM runs WHERE database_id = $1 AND run_id = $2;

-- name: run.next_number
SELECT next_run FROM databases WHERE database_id = $1;

-- name: run.count_number
UPDATE databases SET next_run = next_run + 1 WHERE database_id = $1;

-- name: run.put
INSERT INTO runs (database_id, run_id, run_number, database_name, started_by, preview, depth, state, started_at,
    finished_at, message, totals, report, undo_of, calls_estimated, calls_total)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
ON CONFLICT (database_id, run_id) DO UPDATE SET started_by = excluded.started_by, preview = excluded.preview,
    depth = excluded.depth, state = excluded.state, started_at = excluded.started_at,
    finished_at = excluded.finished_at, message = excluded.message, totals = excluded.totals,
    report = excluded.report, calls_estimated = excluded.calls_estimated, calls_total = excluded.calls_total;

-- name: run.fail_running
UPDATE runs SET state = 'failed', finished_at = $2, message = $3
WHERE database_id = $1 AND state = 'running' AND preview = 0;

-- name: run.list
SELECT run_id, database_name, started_by, preview, depth, state, started_at, finished_at, message, totals, undo_of,
       calls_estimated, calls_total
FROM runs WHERE database_id = $1 ORDER BY run_number DESC LIMIT $2;

-- The newest two of each database, previews apart; one of the two may be going on. Their numbers first, so that no kind of
-- store looks at all runs.
-- name: run.newest_of_all
SELECT r.run_id, r.database_name, r.started_by, r.preview, r.depth, r.state, r.started_at, r.finished_at, r.message,
       r.totals, r.undo_of, r.calls_estimated, r.calls_total, r.database_id
FROM (SELECT d.database_id,
             (SELECT n.run_number FROM runs AS n WHERE n.database_id = d.database_id AND n.preview = 0
              ORDER BY n.run_number DESC LIMIT 1) AS run_number
      FROM databases AS d
      UNION ALL
      SELECT d.database_id,
             (SELECT n.run_number FROM runs AS n WHERE n.database_id = d.database_id AND n.preview = 0
              ORDER BY n.run_number DESC LIMIT 1 OFFSET 1)
      FROM databases AS d) AS newest
CROSS JOIN runs AS r
WHERE r.database_id = newest.database_id AND r.run_number = newest.run_number
ORDER BY r.database_id, r.run_number DESC;

-- name: run.get
SELECT database_id, report, state, finished_at, message FROM runs WHERE run_id = $1;

-- name: run.last_completed
SELECT run_id FROM runs
WHERE database_id = $1 AND preview = 0 AND undo_of = '' AND state IN ('completed', 'completed_with_issues')
ORDER BY run_number DESC LIMIT 1;

-- name: run.cut_off
SELECT run_id FROM runs WHERE database_id = $1 AND preview = 0 AND state = 'failed' AND message = $2
ORDER BY run_number DESC;

-- Of one starter and since a moment: those that are over without having come to an end.
-- name: run.count_died
SELECT count(*) FROM runs
WHERE database_id = $1 AND started_by = $2 AND preview = 0 AND started_at >= $3 AND state IN ('running', 'failed');

-- name: run.reports
SELECT run_id, message, report FROM runs WHERE database_id = $1;

-- name: run.rewrite
UPDATE runs SET message = $3, report = $4 WHERE database_id = $1 AND run_id = $2;

-- name: person.add
INSERT INTO run_people (database_id, run_id, place, address_key, rep_id, outcome, person, tabs, list_keys, search_text)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: person.all
-- rows: many
SELECT person FROM run_people WHERE database_id = $1 AND run_id = $2 ORDER BY place;

-- name: person.remove_all
DELETE FROM run_people WHERE database_id = $1 AND run_id = $2;

-- name: person.last
SELECT r.run_id, r.database_name, r.started_by, r.preview, r.depth, r.state, r.started_at, r.finished_at, r.message,
       r.totals, r.undo_of, r.calls_estimated, r.calls_total, p.person
FROM run_people AS p
JOIN runs AS r ON r.database_id = p.database_id AND r.run_id = p.run_id
WHERE p.database_id = $1 AND p.address_key = $2 AND r.preview = 0
ORDER BY r.run_number DESC, p.place LIMIT 1;

-- name: person.forget
DELETE FROM run_people WHERE database_id = $1 AND address_key = $2;

-- name: issue.add
INSERT INTO run_issues (database_id, run_id, place, address_key, issue, code) VALUES ($1, $2, $3, $4, $5, $6);

-- name: issue.all
-- rows: many
SELECT issue FROM run_issues WHERE database_id = $1 AND run_id = $2 ORDER BY place;

-- name: issue.remove_all
DELETE FROM run_issues WHERE database_id = $1 AND run_id = $2;

-- name: issue.forget
DELETE FROM run_issues WHERE database_id = $1 AND address_key = $2;

-- name: history.detailed
SELECT r.run_id FROM runs AS r
WHERE r.database_id = $1 AND r.started_at < $2
  AND (EXISTS (SELECT 1 FROM run_people AS p WHERE p.database_id = r.database_id AND p.run_id = r.run_id)
       OR EXISTS (SELECT 1 FROM run_issues AS i WHERE i.database_id = r.database_id AND i.run_id = r.run_id));

-- name: step.put
INSERT INTO run_steps (database_id, run_id, number, endpoint, what, row_count, state, activity_id, sent_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (database_id, run_id, number) DO UPDATE SET endpoint = excluded.endpoint, what = excluded.what,
    row_count = excluded.row_count, state = excluded.state, activity_id = excluded.activity_id,
    sent_at = excluded.sent_at;

-- name: step.by_state
SELECT run_id, number, endpoint, what, row_count, state, activity_id, sent_at FROM run_steps
WHERE database_id = $1 AND state IN ($2, $3) ORDER BY run_id, number;

-- name: step.unproved
SELECT 1 FROM run_steps AS s
JOIN runs AS r ON r.database_id = s.database_id AND r.run_id = s.run_id
WHERE s.database_id = $1 AND s.state NOT IN ($2, $3)
  AND r.run_number > COALESCE((SELECT MAX(c.run_number) FROM runs AS c WHERE c.database_id = $1 AND c.preview = 0
                               AND c.state IN ('completed', 'completed_with_issues')), -1)
LIMIT 1;

-- name: step.of_run
SELECT run_id, number, endpoint, what, row_count, state, activity_id, sent_at FROM run_steps
WHERE database_id = $1 AND run_id = $2 ORDER BY number;

-- name: step.close
UPDATE run_steps SET state = $4 WHERE database_id = $1 AND run_id = $2 AND number = $3;

-- name: step.texts
SELECT run_id, number, what FROM run_steps WHERE database_id = $1;

-- name: step.rewrite
UPDATE run_steps SET what = $4 WHERE database_id = $1 AND run_id = $2 AND number = $3;

-- name: step.remove_closed
DELETE FROM run_steps WHERE database_id = $1 AND run_id = $2 AND state NOT IN ($3, $4);

-- Whether a call of the run went out that may have changed something; $3 to $5 are the states of such a step.
-- name: run.wrote
SELECT 1 FROM run_steps WHERE database_id = $1 AND run_id = $2 AND state IN ($3, $4, $5) LIMIT 1;

-- name: run.writers_after
SELECT n.run_id, n.database_name, n.started_by, n.preview, n.depth, n.state, n.started_at, n.finished_at, n.message,
       n.totals, n.undo_of, n.calls_estimated, n.calls_total
FROM runs AS n
JOIN runs AS r ON r.database_id = n.database_id AND r.run_id = $2
WHERE n.database_id = $1 AND n.run_number > r.run_number AND n.preview = 0
  AND EXISTS (SELECT 1 FROM run_steps AS s
              WHERE s.database_id = n.database_id AND s.run_id = n.run_id AND s.state IN ($3, $4, $5))
ORDER BY n.run_number DESC;
