-- name: view.get
SELECT custom_fields, account_lists, full_read_at, optouts_read_at FROM account_views WHERE database_id = $1;

-- name: view.put
INSERT INTO account_views (database_id, custom_fields, account_lists, full_read_at, optouts_read_at)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (database_id) DO UPDATE SET custom_fields = excluded.custom_fields,
    account_lists = excluded.account_lists, full_read_at = excluded.full_read_at,
    optouts_read_at = excluded.optouts_read_at;

-- name: view.count_contacts
UPDATE account_views SET
    contact_count = (SELECT count(*) FROM account_contacts AS c WHERE c.database_id = account_views.database_id)
WHERE database_id = $1;

-- name: contact.all
-- rows: many
SELECT contact_id, sealed_contact FROM account_contacts WHERE database_id = $1 ORDER BY contact_id;

-- name: contact.ids
-- rows: many
SELECT contact_id FROM account_contacts WHERE database_id = $1;

-- name: contact.digest
SELECT digest FROM account_contacts WHERE database_id = $1 AND contact_id = $2;

-- name: contact.by_address
SELECT contact_id, sealed_contact FROM account_contacts WHERE database_id = $1 AND address_key = $2;

-- name: contact.put
INSERT INTO account_contacts (database_id, contact_id, address_key, permission, is_deleted, digest, sealed_contact)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (database_id, contact_id) DO UPDATE SET address_key = excluded.address_key,
    permission = excluded.permission, is_deleted = excluded.is_deleted, digest = excluded.digest,
    sealed_contact = excluded.sealed_contact;

-- name: contact.remove
DELETE FROM account_contacts WHERE database_id = $1 AND contact_id = $2;

-- name: membership.all
-- rows: many
SELECT contact_id, list_id, state FROM account_memberships WHERE database_id = $1 ORDER BY contact_id, list_id;

-- name: membership.put
INSERT INTO account_memberships (database_id, contact_id, list_id, state) VALUES ($1, $2, $3, $4)
ON CONFLICT (database_id, contact_id, list_id) DO UPDATE SET state = excluded.state
WHERE account_memberships.state <> excluded.state;

-- name: membership.remove
DELETE FROM account_memberships WHERE database_id = $1 AND contact_id = $2 AND list_id = $3;

-- name: membership.lift
DELETE FROM account_memberships WHERE database_id = $1 AND contact_id = $2 AND (list_id = $3 OR $3 = '') AND state = $4;

-- name: membership.forget
DELETE FROM account_memberships WHERE database_id = $1 AND contact_id = $2;

-- name: learned.all
-- rows: many
SELECT contact_id, field, sent_digest, kept_digest FROM learned_values WHERE database_id = $1
ORDER BY contact_id, field, sent_digest;

-- name: learned.put
INSERT INTO learned_values (database_id, contact_id, field, sent_digest, kept_digest) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (database_id, contact_id, field, sent_digest) DO UPDATE SET kept_digest = excluded.kept_digest;

-- name: learned.forget
DELETE FROM learned_values WHERE database_id = $1 AND contact_id = $2;

-- name: remembered_list.all
SELECT group_key, list_id FROM remembered_lists WHERE database_id = $1 ORDER BY group_key;

-- name: remembered_list.put
INSERT INTO remembered_lists (database_id, group_key, list_id) VALUES ($1, $2, $3)
ON CONFLICT (database_id, group_key) DO UPDATE SET list_id = excluded.list_id;

-- name: binding.of_account
SELECT b.database_id, d.name FROM account_bindings AS b JOIN databases AS d ON d.database_id = b.database_id
WHERE b.account_id = $1;

-- name: binding.of_database
SELECT account_id, account_name, bound_at FROM account_bindings WHERE database_id = $1;

-- name: binding.put
INSERT INTO account_bindings (account_id, database_id, account_name, bound_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (account_id) DO UPDATE SET account_name = excluded.account_name;

-- name: binding.release
DELETE FROM account_bindings WHERE database_id = $1;

-- name: grant.get
SELECT login_id, generation, sealed_grant, lost_at, lost_reason FROM grants WHERE database_id = $1;

-- name: grant.put
INSERT INTO grants (database_id, login_id, generation, sealed_grant, lost_at, lost_reason)
VALUES ($1, $2, $3, $4, NULL, '')
ON CONFLICT (database_id) DO UPDATE SET login_id = excluded.login_id, generation = excluded.generation,
    sealed_grant = excluded.sealed_grant, lost_at = NULL, lost_reason = '';

-- name: grant.lose
UPDATE grants SET sealed_grant = NULL, lost_at = $3, lost_reason = $4
WHERE database_id = $1 AND generation = $2 AND sealed_grant IS NOT NULL;

-- name: grant.remove
DELETE FROM grants WHERE database_id = $1;

-- name: lease.get
SELECT holder, lease_until, host, pid, process_start FROM refresh_leases WHERE database_id = $1;

-- name: lease.put
INSERT INTO refresh_leases (database_id, holder, lease_until, host, pid, process_start)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (database_id) DO UPDATE SET holder = excluded.holder, lease_until = excluded.lease_until,
    host = excluded.host, pid = excluded.pid, process_start = excluded.process_start;

-- name: lease.release
DELETE FROM refresh_leases WHERE database_id = $1 AND holder = $2;

-- name: quota.window
SELECT moments, asked_at FROM quota_windows WHERE api_key = $1 AND kind = $2;

-- name: quota.put_window
INSERT INTO quota_windows (api_key, kind, moments, asked_at) VALUES ($1, $2, $3, $4)
ON CONFLICT (api_key, kind) DO UPDATE SET moments = excluded.moments, asked_at = excluded.asked_at;

-- name: quota.day
SELECT used, exhausted FROM quota_days WHERE api_key = $1 AND day = $2;

-- name: quota.put_day
INSERT INTO quota_days (api_key, day, used, exhausted) VALUES ($1, $2, $3, $4)
ON CONFLICT (api_key, day) DO UPDATE SET used = excluded.used, exhausted = excluded.exhausted;
