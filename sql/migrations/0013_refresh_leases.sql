-- Which process renews a grant: one that is certainly dead holds nobody up.

ALTER TABLE refresh_leases ADD COLUMN host TEXT NOT NULL DEFAULT '';
ALTER TABLE refresh_leases ADD COLUMN pid BIGINT NOT NULL DEFAULT 0;
ALTER TABLE refresh_leases ADD COLUMN process_start BIGINT NOT NULL DEFAULT 0;
