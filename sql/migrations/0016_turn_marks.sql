-- The marks of the last transactions that took their turn, newest first: by them one whose answer was lost finds out whether
-- it was kept.

ALTER TABLE write_turns ADD COLUMN marks TEXT NOT NULL DEFAULT '';
