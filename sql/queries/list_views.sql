-- What the List Views sort and search by. The queries of the lists themselves are put together in
-- store/list_view_queries.cpp.

-- name: rep_list.add
INSERT INTO rep_list (database_id, record_number, member_number, status_key, search_key, filed_under, name_key, first_key,
    rep_id_key, member_id_key, title_key, email_key, phone_key, city_key, billing_rep, has_address, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17);

-- name: rep_list.put
INSERT INTO rep_list (database_id, record_number, member_number, status_key, search_key, filed_under, name_key, first_key,
    rep_id_key, member_id_key, title_key, email_key, phone_key, city_key, billing_rep, has_address, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
ON CONFLICT (database_id, record_number) DO UPDATE SET member_number = excluded.member_number,
    status_key = excluded.status_key, search_key = excluded.search_key, filed_under = excluded.filed_under,
    name_key = excluded.name_key, first_key = excluded.first_key, member_id_key = excluded.member_id_key,
    title_key = excluded.title_key, email_key = excluded.email_key, phone_key = excluded.phone_key,
    city_key = excluded.city_key, billing_rep = excluded.billing_rep, has_address = excluded.has_address,
    updated_at = excluded.updated_at;

-- name: rep_list.touch
UPDATE rep_list SET updated_at = $3 WHERE database_id = $1 AND record_number = $2;

-- name: member_list.put
INSERT INTO member_list (database_id, record_number, status_key, search_key, filed_under, company_key, member_id_key,
    type_key, city_key, state_key, phone_key, website_key, joined, dropped)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT (database_id, record_number) DO UPDATE SET status_key = excluded.status_key,
    search_key = excluded.search_key, filed_under = excluded.filed_under, company_key = excluded.company_key,
    type_key = excluded.type_key, city_key = excluded.city_key, state_key = excluded.state_key,
    phone_key = excluded.phone_key, website_key = excluded.website_key, joined = excluded.joined,
    dropped = excluded.dropped;

-- name: rep_list.of_member
SELECT record_number, rep_id, first_name, last_name, job_title, email, phone, street, street2, city, state, postal_code,
       country, billing_rep, updated_at
FROM reps WHERE database_id = $1 AND member_number = $2 ORDER BY record_number;

-- name: list_view.members
SELECT record_number, member_id, company, file_by, status_key, type, attribute_numbers, street, street2, city, state,
       postal_code, country, phone, website, joined, dropped, filed_under
FROM members WHERE database_id = $1 ORDER BY record_number;

-- name: rep.number
SELECT record_number FROM reps WHERE database_id = $1 AND rep_id = $2;

-- name: rep.change_state
SELECT group_numbers, attribute_numbers, email, unsubscribed_for FROM reps WHERE database_id = $1 AND record_number = $2;

-- name: rep.put_names
UPDATE reps SET group_numbers = $3, attribute_numbers = $4, unsubscribed_for = $5, updated_at = $6
WHERE database_id = $1 AND record_number = $2;

-- name: rep.remove_by_number
DELETE FROM reps WHERE database_id = $1 AND record_number = $2;

-- name: names.number
SELECT number FROM value_names WHERE database_id = $1 AND kind = $2 AND name_key = $3;

-- name: names.with_address
SELECT v.name, count(n.rep_number), coalesce(sum(k.has_address), 0)
FROM value_names AS v
LEFT JOIN rep_names AS n ON n.database_id = v.database_id AND n.kind = v.kind AND n.number = v.number
LEFT JOIN rep_list AS k ON k.database_id = n.database_id AND k.record_number = n.rep_number
WHERE v.database_id = $1 AND v.kind = 'group'
GROUP BY v.name, v.name_key ORDER BY v.name_key;

-- name: values.member_types
SELECT min(m.type) FROM member_list AS k
JOIN members AS m ON m.database_id = k.database_id AND m.record_number = k.record_number
WHERE k.database_id = $1 AND k.type_key <> '' GROUP BY k.type_key ORDER BY k.type_key LIMIT $2;

-- name: values.member_cities
SELECT min(m.city) FROM member_list AS k
JOIN members AS m ON m.database_id = k.database_id AND m.record_number = k.record_number
WHERE k.database_id = $1 AND k.city_key <> '' GROUP BY k.city_key ORDER BY k.city_key LIMIT $2;

-- name: values.member_states
SELECT min(m.state) FROM member_list AS k
JOIN members AS m ON m.database_id = k.database_id AND m.record_number = k.record_number
WHERE k.database_id = $1 AND k.state_key <> '' GROUP BY k.state_key ORDER BY k.state_key LIMIT $2;

-- name: values.member_attributes
SELECT name FROM value_names WHERE database_id = $1 AND kind = 'member' ORDER BY name_key LIMIT $2;
