-- name: setting.get
SELECT value FROM database_settings WHERE database_id = $1 AND key = $2;

-- name: setting.all
SELECT key, value FROM database_settings WHERE database_id = $1;

-- name: setting.databases
SELECT database_id FROM database_settings WHERE key = $1 AND value = $2;

-- name: setting.put
INSERT INTO database_settings (database_id, key, value) VALUES ($1, $2, $3)
ON CONFLICT (database_id, key) DO UPDATE SET value = excluded.value;

-- name: setting.remove
DELETE FROM database_settings WHERE database_id = $1 AND key = $2;

-- name: installation_setting.get
SELECT value FROM installation_settings WHERE key = $1;

-- name: installation_setting.all
SELECT key, value FROM installation_settings;

-- name: installation_setting.put
INSERT INTO installation_settings (key, value) VALUES ($1, $2)
ON CONFLICT (key) DO UPDATE SET value = excluded.value;

-- name: installation_setting.remove
DELETE FROM installation_settings WHERE key = $1;

-- name: schedule.get
SELECT enabled, time_of_day, time_zone, changed_at FROM schedule WHERE only_row = 1;

-- name: schedule.put
INSERT INTO schedule (only_row, enabled, time_of_day, time_zone, changed_at) VALUES (1, $1, $2, $3, $4)
ON CONFLICT (only_row) DO UPDATE SET enabled = excluded.enabled, time_of_day = excluded.time_of_day,
    time_zone = excluded.time_zone, changed_at = excluded.changed_at;

-- name: selections.get
SELECT selections, automatic_on, off_for_run, off_for_run_at FROM saved_selections WHERE database_id = $1;

-- name: selections.of_all
SELECT database_id, automatic_on, off_for_run, off_for_run_at FROM saved_selections;

-- name: selections.put
INSERT INTO saved_selections (database_id, selections, automatic_on, on_since) VALUES ($1, $2, $3, $4)
ON CONFLICT (database_id) DO UPDATE SET selections = excluded.selections, automatic_on = excluded.automatic_on,
    off_for_run = '', off_for_run_at = NULL,
    on_since = CASE WHEN saved_selections.automatic_on = 0 THEN excluded.on_since ELSE saved_selections.on_since END;

-- name: selections.off_for_run
UPDATE saved_selections SET automatic_on = 0, off_for_run = $2, off_for_run_at = $3
WHERE database_id = $1 AND automatic_on = 1;
