-- Undo (R32): the run that a run takes back, '' for an update.
ALTER TABLE runs ADD COLUMN undo_of TEXT NOT NULL DEFAULT '';

-- Why an automatic update is off that no person has switched off: the run that was undone, and when. Blank as soon as a person
-- saves it again.
ALTER TABLE saved_selections ADD COLUMN off_for_run TEXT NOT NULL DEFAULT '';
ALTER TABLE saved_selections ADD COLUMN off_for_run_at BIGINT;
