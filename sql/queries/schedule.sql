-- From $1 to $2: one, or all of them.
-- name: scheduled.databases
-- rows: many
SELECT d.database_id, d.name, coalesce(s.automatic_on, 0), coalesce(s.on_since, 0),
       CASE WHEN g.sealed_grant IS NULL THEN 0 ELSE 1 END, coalesce(b.bound_at, 0),
       (SELECT max(c.claimed_at) FROM scheduled_runs AS c WHERE c.database_id = d.database_id),
       d.rep_count, coalesce(v.contact_count, 0), v.full_read_at
FROM databases AS d
LEFT JOIN saved_selections AS s ON s.database_id = d.database_id
LEFT JOIN grants AS g ON g.database_id = d.database_id
LEFT JOIN account_bindings AS b ON b.database_id = d.database_id
LEFT JOIN account_views AS v ON v.database_id = d.database_id
WHERE d.database_id BETWEEN $1 AND $2 ORDER BY d.database_id;

-- `replaced`: a run came after it that was not stopped by the same quota.
-- name: scheduled.days_of_all
-- rows: many
SELECT c.local_day, c.due_at, c.run_id, c.host, c.pid, c.process_start, c.lease_until, r.state, r.finished_at,
       CASE WHEN r.state = 'quota_exhausted'
                 AND EXISTS (SELECT 1 FROM runs AS n
                             WHERE n.database_id = c.database_id AND n.preview = 0 AND n.run_number > r.run_number
                               AND n.state <> 'quota_exhausted') THEN 1 ELSE 0 END AS replaced, c.database_id
FROM scheduled_runs AS c
LEFT JOIN runs AS r ON r.database_id = c.database_id AND r.run_id = c.run_id
WHERE c.local_day >= $1
ORDER BY c.database_id, c.local_day DESC;

-- name: scheduled.days
SELECT c.local_day, c.due_at, c.run_id, c.host, c.pid, c.process_start, c.lease_until, r.state, r.finished_at,
       CASE WHEN r.state = 'quota_exhausted'
                 AND EXISTS (SELECT 1 FROM runs AS n
                             WHERE n.database_id = c.database_id AND n.preview = 0 AND n.run_number > r.run_number
                               AND n.state <> 'quota_exhausted') THEN 1 ELSE 0 END AS replaced, c.database_id
FROM scheduled_runs AS c
LEFT JOIN runs AS r ON r.database_id = c.database_id AND r.run_id = c.run_id
WHERE c.database_id = $1 AND c.local_day >= $2 AND c.local_day <= $3
ORDER BY c.local_day DESC;

-- name: scheduled.claim
INSERT INTO scheduled_runs (database_id, local_day, due_at, run_id, claimed_at, host, pid, process_start, lease_until)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (database_id, local_day) DO UPDATE SET due_at = excluded.due_at, run_id = excluded.run_id,
    claimed_at = excluded.claimed_at, host = excluded.host, pid = excluded.pid,
    process_start = excluded.process_start, lease_until = excluded.lease_until;

-- name: scheduled.release
UPDATE scheduled_runs SET lease_until = $3 WHERE database_id = $1 AND run_id = $2;

-- name: scheduled.has_claim
SELECT 1 FROM scheduled_runs WHERE database_id = $1 AND run_id = $2;
