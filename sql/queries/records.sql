-- name: status.find
SELECT code, description, active_member, pays_dues, eligible_for_referral, list_in_directory, members_only_access
FROM statuses WHERE database_id = $1 AND code_key = $2;

-- name: status.all
SELECT code, description, active_member, pays_dues, eligible_for_referral, list_in_directory, members_only_access, code_key
FROM statuses WHERE database_id = $1 ORDER BY code_key;

-- name: status.put
INSERT INTO statuses (database_id, code_key, code, description, active_member, pays_dues, eligible_for_referral,
    list_in_directory, members_only_access)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
ON CONFLICT (database_id, code_key) DO UPDATE SET code = excluded.code, description = excluded.description,
    active_member = excluded.active_member, pays_dues = excluded.pays_dues,
    eligible_for_referral = excluded.eligible_for_referral, list_in_directory = excluded.list_in_directory,
    members_only_access = excluded.members_only_access;

-- name: status.counted
SELECT s.code, s.description, s.active_member, s.pays_dues, s.eligible_for_referral, s.list_in_directory,
       s.members_only_access, coalesce(c.members, 0)
FROM statuses AS s
LEFT JOIN (SELECT status_key, count(*) AS members FROM member_list WHERE database_id = $1 GROUP BY status_key) AS c
       ON c.status_key = s.code_key
WHERE s.database_id = $1 ORDER BY s.code_key;

-- name: status.members
SELECT count(*) FROM members WHERE database_id = $1 AND status_key = $2;

-- name: status.remove
DELETE FROM statuses WHERE database_id = $1 AND code_key = $2;

-- name: names.all
SELECT number, name, name_key FROM value_names WHERE database_id = $1 AND kind = $2 ORDER BY number;

-- name: names.counted
SELECT v.name, (SELECT count(*) FROM rep_names AS r
                WHERE r.database_id = v.database_id AND r.kind = v.kind AND r.number = v.number)
FROM value_names AS v WHERE v.database_id = $1 AND v.kind = $2 ORDER BY v.name_key;

-- name: names.add
INSERT INTO value_names (database_id, kind, number, name, name_key) VALUES ($1, $2, $3, $4, $5);

-- name: names.rename
UPDATE value_names SET name = $4, name_key = $5 WHERE database_id = $1 AND kind = $2 AND number = $3;

-- name: names.remove
DELETE FROM value_names WHERE database_id = $1 AND kind = $2 AND number = $3;

-- name: names.reps
SELECT rep_number FROM rep_names WHERE database_id = $1 AND kind = $2 AND number = $3 ORDER BY rep_number;

-- name: rep_names.add
INSERT INTO rep_names (database_id, kind, number, rep_number) VALUES ($1, $2, $3, $4)
ON CONFLICT (database_id, kind, number, rep_number) DO NOTHING;

-- name: rep_names.remove
DELETE FROM rep_names WHERE database_id = $1 AND kind = $2 AND number = $3 AND rep_number = $4;

-- name: member.key
SELECT record_number, filed_under, company, status_key, city FROM members WHERE database_id = $1 AND member_id = $2;

-- name: member.find
SELECT record_number, member_id, company, file_by, status_key, type, attribute_numbers, street, street2, city, state,
       postal_code, country, phone, website, joined, dropped
FROM members WHERE database_id = $1 AND member_id = $2;

-- name: member.by_number
SELECT record_number, member_id, company, file_by, status_key, type, attribute_numbers, street, street2, city, state,
       postal_code, country, phone, website, joined, dropped
FROM members WHERE database_id = $1 AND record_number = $2;

-- name: member.all
-- rows: many
SELECT record_number, member_id, company, file_by, status_key, type, attribute_numbers, street, street2, city, state,
       postal_code, country, phone, website, joined, dropped
FROM members WHERE database_id = $1 ORDER BY record_number;

-- name: member.put
INSERT INTO members (database_id, record_number, member_id, filed_under, company, file_by, status_key, type,
    attribute_numbers, street, street2, city, state, postal_code, country, phone, website, joined, dropped)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
ON CONFLICT (database_id, record_number) DO UPDATE SET filed_under = excluded.filed_under, company = excluded.company,
    file_by = excluded.file_by, status_key = excluded.status_key, type = excluded.type,
    attribute_numbers = excluded.attribute_numbers, street = excluded.street, street2 = excluded.street2,
    city = excluded.city, state = excluded.state, postal_code = excluded.postal_code, country = excluded.country,
    phone = excluded.phone, website = excluded.website, joined = excluded.joined, dropped = excluded.dropped;

-- name: member.remove
DELETE FROM members WHERE database_id = $1 AND record_number = $2;

-- name: member.reps
SELECT rep_id FROM reps WHERE database_id = $1 AND member_number = $2 ORDER BY record_number;

-- name: member.refile_reps
UPDATE reps SET filed_under = $3 WHERE database_id = $1 AND member_number = $2;

-- name: rep.find
SELECT r.record_number, r.member_number, r.rep_id, r.courtesy_title, r.first_name, r.middle_name, r.last_name, r.suffix,
       r.salutation, r.job_title, r.email, r.phone, r.mobile, r.fax, r.street, r.street2, r.city, r.state,
       r.postal_code, r.country, r.username, r.sealed_password, r.billing_rep, r.group_numbers, r.attribute_numbers,
       r.unsubscribed_for, r.created_at, r.updated_at, m.member_id
FROM reps AS r
JOIN members AS m ON m.database_id = r.database_id AND m.record_number = r.member_number
WHERE r.database_id = $1 AND r.rep_id = $2;

-- name: rep.all
-- rows: many
SELECT r.record_number, r.member_number, r.rep_id, r.courtesy_title, r.first_name, r.middle_name, r.last_name, r.suffix,
       r.salutation, r.job_title, r.email, r.phone, r.mobile, r.fax, r.street, r.street2, r.city, r.state,
       r.postal_code, r.country, r.username, r.sealed_password, r.billing_rep, r.group_numbers, r.attribute_numbers,
       r.unsubscribed_for, r.created_at, r.updated_at, m.member_id
FROM reps AS r
JOIN members AS m ON m.database_id = r.database_id AND m.record_number = r.member_number
WHERE r.database_id = $1 ORDER BY r.record_number;

-- name: rep.in_order
-- rows: many
SELECT record_number, member_number, rep_id, courtesy_title, first_name, middle_name, last_name, suffix, salutation,
       job_title, email, phone, mobile, fax, street, street2, city, state, postal_code, country, username,
       sealed_password, billing_rep, group_numbers, attribute_numbers, unsubscribed_for, created_at, updated_at
FROM reps WHERE database_id = $1 ORDER BY filed_under, last_key, first_key, record_number;

-- name: rep.as_stored
-- rows: many
SELECT record_number, member_number, rep_id, courtesy_title, first_name, middle_name, last_name, suffix, salutation,
       job_title, email, phone, mobile, fax, street, street2, city, state, postal_code, country, username,
       sealed_password, billing_rep, group_numbers, attribute_numbers, unsubscribed_for, created_at, updated_at
FROM reps WHERE database_id = $1 ORDER BY record_number;

-- name: rep.by_number
SELECT record_number, member_number, rep_id, courtesy_title, first_name, middle_name, last_name, suffix, salutation,
       job_title, email, phone, mobile, fax, street, street2, city, state, postal_code, country, username,
       sealed_password, billing_rep, group_numbers, attribute_numbers, unsubscribed_for, created_at, updated_at
FROM reps WHERE database_id = $1 AND record_number = $2;

-- name: rep.order
SELECT filed_under, last_key, first_key FROM reps WHERE database_id = $1 AND record_number = $2;

-- name: rep.add
INSERT INTO reps (database_id, record_number, rep_id, member_number, filed_under, last_key, first_key, courtesy_title,
    first_name, middle_name, last_name, suffix, salutation, job_title, email, phone, mobile, fax, street, street2, city,
    state, postal_code, country, username, sealed_password, billing_rep, group_numbers, attribute_numbers,
    unsubscribed_for, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
    $25, $26, $27, $28, $29, $30, $31, $32);

-- name: rep.put
INSERT INTO reps (database_id, record_number, rep_id, member_number, filed_under, last_key, first_key, courtesy_title,
    first_name, middle_name, last_name, suffix, salutation, job_title, email, phone, mobile, fax, street, street2, city,
    state, postal_code, country, username, sealed_password, billing_rep, group_numbers, attribute_numbers,
    unsubscribed_for, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
    $25, $26, $27, $28, $29, $30, $31, $32)
ON CONFLICT (database_id, record_number) DO UPDATE SET member_number = excluded.member_number,
    filed_under = excluded.filed_under, last_key = excluded.last_key, first_key = excluded.first_key,
    courtesy_title = excluded.courtesy_title, first_name = excluded.first_name, middle_name = excluded.middle_name,
    last_name = excluded.last_name, suffix = excluded.suffix, salutation = excluded.salutation,
    job_title = excluded.job_title, email = excluded.email, phone = excluded.phone, mobile = excluded.mobile,
    fax = excluded.fax, street = excluded.street, street2 = excluded.street2, city = excluded.city,
    state = excluded.state, postal_code = excluded.postal_code, country = excluded.country,
    username = excluded.username, sealed_password = excluded.sealed_password, billing_rep = excluded.billing_rep,
    group_numbers = excluded.group_numbers, attribute_numbers = excluded.attribute_numbers,
    unsubscribed_for = excluded.unsubscribed_for, updated_at = excluded.updated_at;

-- name: rep.remove
DELETE FROM reps WHERE database_id = $1 AND rep_id = $2;

-- name: rep.names
SELECT group_numbers, attribute_numbers FROM reps WHERE database_id = $1 AND record_number = $2;

-- name: rep.put_own_names
UPDATE reps SET group_numbers = $3, attribute_numbers = $4 WHERE database_id = $1 AND record_number = $2;

-- name: rep.attribute_state
SELECT record_number, attribute_numbers, unsubscribed_for FROM reps WHERE database_id = $1 AND rep_id = $2;

-- name: rep.put_attribute_state
UPDATE reps SET attribute_numbers = $3, unsubscribed_for = $4 WHERE database_id = $1 AND record_number = $2;
