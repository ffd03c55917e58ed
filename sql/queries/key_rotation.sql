-- Everything sealed, in pages: after the row of $1 and $2, at most $3 rows.

-- name: sealed.passwords
-- rows: many
SELECT database_id, rep_id, sealed_password FROM reps
WHERE sealed_password IS NOT NULL AND (database_id > $1 OR (database_id = $1 AND rep_id > $2))
ORDER BY database_id, rep_id LIMIT $3;

-- name: sealed.put_password
UPDATE reps SET sealed_password = $3 WHERE database_id = $1 AND rep_id = $2;

-- name: sealed.grants
SELECT database_id, login_id, sealed_grant FROM grants
WHERE sealed_grant IS NOT NULL AND (database_id > $1 OR (database_id = $1 AND login_id > $2))
ORDER BY database_id, login_id LIMIT $3;

-- name: sealed.put_grant
UPDATE grants SET sealed_grant = $3 WHERE database_id = $1 AND login_id = $2;

-- name: sealed.contacts
-- rows: many
SELECT database_id, contact_id, sealed_contact FROM account_contacts
WHERE database_id > $1 OR (database_id = $1 AND contact_id > $2)
ORDER BY database_id, contact_id LIMIT $3;

-- name: sealed.put_contact
UPDATE account_contacts SET sealed_contact = $3, digest = $4 WHERE database_id = $1 AND contact_id = $2;

-- name: sealed.second_factors
SELECT 0, user_id, sealed_secret FROM staff_second_factors WHERE $1 = 0 AND user_id > $2 ORDER BY user_id LIMIT $3;

-- name: sealed.put_second_factor
UPDATE staff_second_factors SET sealed_secret = $3 WHERE $1 = 0 AND user_id = $2;

-- name: sealed.forget_learned
DELETE FROM learned_values;

-- name: sealed.forget_logins
DELETE FROM pending_logins;
