-- An older word never takes the place of a newer one, and what has ended stays so.
-- name: progress.put
INSERT INTO run_progress (database_id, run_id, started_by, undo_of, preview, depth, selections, started_at, sequence,
    phase, done, total, what, calls, calls_estimated, time_left, cancelled_by, end_state, end_message, ended_at, host,
    pid, process_start, alive_until)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, '', '', NULL, $18, $19, $20, $21)
ON CONFLICT (database_id, run_id) DO UPDATE SET sequence = excluded.sequence, phase = excluded.phase,
    done = excluded.done, total = excluded.total, what = excluded.what, calls = excluded.calls,
    calls_estimated = excluded.calls_estimated, time_left = excluded.time_left,
    cancelled_by = CASE WHEN run_progress.cancelled_by = '' THEN excluded.cancelled_by
                        ELSE run_progress.cancelled_by END,
    alive_until = excluded.alive_until
WHERE run_progress.ended_at IS NULL AND run_progress.sequence <= excluded.sequence;

-- name: progress.end
UPDATE run_progress SET sequence = $3, end_state = $4, end_message = $5, ended_at = $6
WHERE database_id = $1 AND run_id = $2 AND ended_at IS NULL;

-- name: progress.drop
DELETE FROM run_progress WHERE database_id = $1 AND run_id = $2;

-- $2: ended before that; $3: of processes that were last heard of before that.
-- name: progress.tidy
DELETE FROM run_progress WHERE database_id = $1 AND (ended_at < $2 OR alive_until < $3);

-- name: progress.cancel
UPDATE run_progress SET cancelled_by = $3
WHERE database_id = $1 AND run_id = $2 AND cancelled_by = '' AND ended_at IS NULL;

-- name: progress.cancelled_by
SELECT cancelled_by FROM run_progress WHERE database_id = $1 AND run_id = $2;

-- name: progress.cancelled_here
SELECT run_id, cancelled_by FROM run_progress
WHERE cancelled_by <> '' AND ended_at IS NULL AND host = $1 AND pid = $2 AND process_start = $3;

-- $2: '' for all of the database.
-- name: progress.get
SELECT p.run_id, p.started_by, p.undo_of, p.preview, p.depth, p.selections, p.started_at, p.sequence, p.phase, p.done,
       p.total, p.what, p.calls, p.calls_estimated, p.time_left, p.cancelled_by, p.end_state, p.end_message, p.ended_at,
       p.host, p.pid, p.process_start, p.alive_until, r.state, r.message, r.finished_at
FROM run_progress AS p
LEFT JOIN runs AS r ON r.database_id = p.database_id AND r.run_id = p.run_id
WHERE p.database_id = $1 AND ($2 = '' OR p.run_id = $2) ORDER BY p.run_id;

-- name: progress.recorded_end
SELECT state, message, finished_at FROM runs WHERE database_id = $1 AND run_id = $2;
