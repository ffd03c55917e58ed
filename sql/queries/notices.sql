-- name: notice_place.add
INSERT INTO notice_places (database_id, run_id) VALUES ($1, $2) ON CONFLICT (database_id, run_id) DO NOTHING;

-- name: notice_place.all
SELECT p.run_id, r.started_by, r.state, r.totals, r.message, coalesce(r.finished_at, r.started_at), r.undo_of
FROM notice_places AS p
JOIN runs AS r ON r.database_id = p.database_id AND r.run_id = p.run_id
WHERE p.database_id = $1
ORDER BY r.run_number;

-- name: notice_place.remove
DELETE FROM notice_places WHERE database_id = $1 AND run_id = $2;

-- name: problem.all
SELECT kind, since, run_id, detail FROM open_problems WHERE database_id = $1 ORDER BY since, kind;

-- name: problem.of_all
SELECT database_id, kind, since, run_id, detail FROM open_problems ORDER BY database_id, since, kind;

-- name: problem.count_of_all
SELECT kind, count(*) FROM open_problems GROUP BY kind;

-- name: problem.add
INSERT INTO open_problems (database_id, kind, since, run_id, detail) VALUES ($1, $2, $3, $4, $5);

-- name: problem.remove_all
DELETE FROM open_problems WHERE database_id = $1;

-- name: problem.texts
SELECT kind, detail FROM open_problems WHERE database_id = $1;

-- name: problem.rewrite
UPDATE open_problems SET detail = $3 WHERE database_id = $1 AND kind = $2;

-- What a look for changes may find something in: `matter` is a run in the queue, an open problem or a lost grant, `old` are
-- notices made before $1.
-- name: notice.look_at_all
-- rows: many
SELECT d.database_id, g.sealed_grant,
       CASE WHEN EXISTS (SELECT 1 FROM notice_places AS p WHERE p.database_id = d.database_id)
                 OR EXISTS (SELECT 1 FROM open_problems AS o WHERE o.database_id = d.database_id)
                 OR (g.database_id IS NOT NULL AND g.sealed_grant IS NULL) THEN 1 ELSE 0 END AS matter,
       CASE WHEN EXISTS (SELECT 1 FROM notices AS n WHERE n.database_id = d.database_id AND n.made_at < $1)
            THEN 1 ELSE 0 END AS old
FROM databases AS d
LEFT JOIN grants AS g ON g.database_id = d.database_id
ORDER BY d.name_key;

-- name: notice.add
INSERT INTO notices (database_id, notice_id, kind, run_id, detail, made_at) VALUES ($1, $2, $3, $4, $5, $6);

-- name: notice.recent
SELECT notice_id, kind, run_id, detail, made_at FROM notices WHERE database_id = $1
ORDER BY made_at DESC, notice_id DESC LIMIT $2;

-- The moment of each database's newest notice.
-- name: notice.newest_of_all
SELECT d.database_id, (SELECT max(n.made_at) FROM notices AS n WHERE n.database_id = d.database_id)
FROM databases AS d;

-- name: notice.texts
SELECT notice_id, detail FROM notices WHERE database_id = $1;

-- name: notice.rewrite
UPDATE notices SET detail = $3 WHERE database_id = $1 AND notice_id = $2;

-- name: notice.oldest
SELECT min(made_at) FROM notices WHERE database_id = $1;

-- name: notice.prune
DELETE FROM notices WHERE database_id = $1 AND made_at < $2;

-- name: delivery.add
INSERT INTO notice_deliveries (database_id, delivery_id, notice_id, channel, recipient, state, attempts, next_at,
    changed_at, reason, host, pid, process_start)
VALUES ($1, $2, $3, $4, $5, 'waiting', 0, $6, $6, '', '', 0, 0);

-- name: delivery.of_notice
SELECT channel, recipient, state, attempts, changed_at, reason FROM notice_deliveries
WHERE database_id = $1 AND notice_id = $2 ORDER BY channel, recipient;

-- By database, so that the index on it and the state is used.
-- name: delivery.count_waiting
SELECT (SELECT count(*) FROM notice_deliveries AS w WHERE w.database_id = d.database_id AND w.state = 'waiting')
FROM databases AS d;

-- name: delivery.databases
SELECT d.database_id FROM databases AS d
WHERE EXISTS (SELECT 1 FROM notice_deliveries AS w
              WHERE w.database_id = d.database_id AND w.state IN ('waiting', 'sending'))
ORDER BY d.name_key;

-- name: delivery.due
SELECT d.delivery_id, d.channel, d.recipient, d.attempts, n.notice_id, n.kind, n.run_id, n.detail, n.made_at
FROM notice_deliveries AS d
JOIN notices AS n ON n.database_id = d.database_id AND n.notice_id = d.notice_id
WHERE d.database_id = $1 AND d.state = 'waiting' AND (d.next_at <= $2 OR d.next_at > $3)
    AND (d.channel = $4 OR d.channel = $5)
ORDER BY n.made_at, n.notice_id, d.delivery_id LIMIT 1;

-- name: delivery.claim
UPDATE notice_deliveries SET state = 'sending', attempts = attempts + 1, changed_at = $3, host = $4, pid = $5,
    process_start = $6
WHERE database_id = $1 AND delivery_id = $2;

-- name: delivery.settle
UPDATE notice_deliveries SET state = $3, attempts = $4, next_at = $5, changed_at = $6, reason = $7
WHERE database_id = $1 AND delivery_id = $2 AND state = 'sending';

-- name: delivery.under_way
SELECT delivery_id, host, pid, process_start, changed_at FROM notice_deliveries
WHERE database_id = $1 AND state = 'sending';

-- name: delivery.lose
UPDATE notice_deliveries SET state = 'unknown', changed_at = $3, reason = $4
WHERE database_id = $1 AND delivery_id = $2 AND state = 'sending';

-- name: opted_out_week.get
SELECT week FROM opted_out_weeks WHERE database_id = $1;

-- name: opted_out_week.put
INSERT INTO opted_out_weeks (database_id, week) VALUES ($1, $2)
ON CONFLICT (database_id) DO UPDATE SET week = excluded.week;
