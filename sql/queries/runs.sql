-- name: lock.get
SELECT run_id, started_by, started_at, host, pid, process_start, lease_until FROM run_locks WHERE database_id = $1;

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
