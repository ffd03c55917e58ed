-- name: user.all
SELECT u.user_id, u.name, u.role, u.all_databases, u.created_at, u.last_seen_at,
       (SELECT count(*) FROM staff_second_factors AS f WHERE f.user_id = u.user_id AND f.is_confirmed = 1)
FROM staff_users AS u ORDER BY u.name_key;

-- name: user.get
SELECT u.user_id, u.name, u.role, u.all_databases, u.created_at, u.last_seen_at,
       (SELECT count(*) FROM staff_second_factors AS f WHERE f.user_id = u.user_id AND f.is_confirmed = 1)
FROM staff_users AS u WHERE u.user_id = $1;

-- name: user.id
SELECT user_id FROM staff_users WHERE name_key = $1;

-- name: user.add
INSERT INTO staff_users (user_id, name, name_key, role, all_databases, password_hash, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: user.change
UPDATE staff_users SET role = $2, all_databases = $3 WHERE user_id = $1;

-- name: user.remove
DELETE FROM staff_users WHERE user_id = $1;

-- name: user.seen
UPDATE staff_users SET last_seen_at = $2 WHERE user_id = $1;

-- name: user.databases
SELECT database_id FROM staff_user_databases WHERE user_id = $1 ORDER BY database_id;

-- name: user.add_database
INSERT INTO staff_user_databases (database_id, user_id) VALUES ($1, $2);

-- name: user.remove_databases
DELETE FROM staff_user_databases WHERE user_id = $1;

-- name: password.get
SELECT password_hash FROM staff_users WHERE user_id = $1;

-- name: password.put
UPDATE staff_users SET password_hash = $2 WHERE user_id = $1;

-- name: second_factor.get
SELECT sealed_secret, is_confirmed, last_step FROM staff_second_factors WHERE user_id = $1;

-- name: second_factor.put
INSERT INTO staff_second_factors (user_id, sealed_secret, is_confirmed, last_step) VALUES ($1, $2, $3, $4)
ON CONFLICT (user_id) DO UPDATE SET sealed_secret = excluded.sealed_secret, is_confirmed = excluded.is_confirmed,
    last_step = excluded.last_step;

-- name: second_factor.remove
DELETE FROM staff_second_factors WHERE user_id = $1;

-- name: recovery_code.add
INSERT INTO staff_recovery_codes (user_id, code_digest) VALUES ($1, $2);

-- name: recovery_code.take
DELETE FROM staff_recovery_codes WHERE user_id = $1 AND code_digest = $2;

-- name: recovery_code.remove_all
DELETE FROM staff_recovery_codes WHERE user_id = $1;

-- name: session.add
INSERT INTO staff_sessions (session_id, token_digest, user_id, created_at, last_seen_at, authenticated_at, address, agent)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8);

-- name: session.get
SELECT session_id, user_id, created_at, last_seen_at, authenticated_at, address, agent
FROM staff_sessions WHERE token_digest = $1;

-- name: session.all
SELECT s.session_id, s.user_id, s.created_at, s.last_seen_at, s.authenticated_at, s.address, s.agent, u.name
FROM staff_sessions AS s
JOIN staff_users AS u ON u.user_id = s.user_id
ORDER BY s.created_at DESC, s.session_id;

-- name: session.seen
UPDATE staff_sessions SET last_seen_at = $2 WHERE session_id = $1;

-- name: session.authenticated
UPDATE staff_sessions SET authenticated_at = $2 WHERE session_id = $1;

-- name: session.remove
DELETE FROM staff_sessions WHERE session_id = $1;

-- name: session.remove_of_user
DELETE FROM staff_sessions WHERE user_id = $1 AND session_id <> $2;

-- name: session.sweep
DELETE FROM staff_sessions WHERE created_at <= $1 OR last_seen_at <= $2;

-- name: link.add
INSERT INTO staff_links (token_digest, kind, user_id, expires_at) VALUES ($1, $2, $3, $4);

-- name: link.get
SELECT kind, user_id, expires_at FROM staff_links WHERE token_digest = $1;

-- name: link.remove
DELETE FROM staff_links WHERE token_digest = $1;

-- name: link.remove_kind
DELETE FROM staff_links WHERE kind = $1;

-- name: link.sweep
DELETE FROM staff_links WHERE expires_at <= $1;

-- name: attempts.get
SELECT failures, last_failed_at FROM staff_attempts WHERE subject = $1;

-- name: attempts.put
INSERT INTO staff_attempts (subject, failures, last_failed_at) VALUES ($1, $2, $3)
ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures, last_failed_at = excluded.last_failed_at;

-- name: attempts.remove
DELETE FROM staff_attempts WHERE subject = $1;

-- name: attempts.sweep
DELETE FROM staff_attempts WHERE last_failed_at <= $1;

-- name: known_address.get
SELECT signed_in_at FROM staff_known_addresses WHERE subject = $1;

-- name: known_address.put
INSERT INTO staff_known_addresses (subject, user_id, signed_in_at) VALUES ($1, $2, $3)
ON CONFLICT (subject) DO UPDATE SET user_id = excluded.user_id, signed_in_at = excluded.signed_in_at;

-- name: known_address.sweep
DELETE FROM staff_known_addresses WHERE signed_in_at <= $1;

-- name: audit.add
INSERT INTO audit_entries
    (database_id, entry_id, done_at, user_id, user_name, user_key, origin, action, record, details)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: audit.page
SELECT database_id, entry_id, done_at, user_id, user_name, origin, action, record, details
FROM audit_entries
WHERE (CAST($1 AS BIGINT) < 0 OR database_id = $1) AND ($2 = '' OR user_key = $2)
    AND ($3 = '' OR action = $3 OR substr(action, 1, length($3) + 1) = $3 || '.')
ORDER BY entry_id DESC
LIMIT $4 OFFSET $5;

-- name: audit.count
SELECT count(*) FROM audit_entries
WHERE (CAST($1 AS BIGINT) < 0 OR database_id = $1) AND ($2 = '' OR user_key = $2)
    AND ($3 = '' OR action = $3 OR substr(action, 1, length($3) + 1) = $3 || '.');
