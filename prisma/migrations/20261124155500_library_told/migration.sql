-- Whatever changes the library tells `library`, whoever writes it: verbs, an import, a restored backup, somebody with psql.
-- Listed in hand-written.ts. A restored backup keeps the function and makes the tables anew: hence OR REPLACE.
CREATE OR REPLACE FUNCTION tell_library() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Told many times in one transaction, it is heard once.
  PERFORM pg_notify('cpr_events', '{"topic":"library","kind":"changed"}');
  RETURN NULL;
END $$;

CREATE TRIGGER activities_tell_library AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON activities
  FOR EACH STATEMENT EXECUTE FUNCTION tell_library();
CREATE TRIGGER activity_categories_tell_library AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON activity_categories
  FOR EACH STATEMENT EXECUTE FUNCTION tell_library();
CREATE TRIGGER activity_types_tell_library AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON activity_types
  FOR EACH STATEMENT EXECUTE FUNCTION tell_library();
CREATE TRIGGER composers_tell_library AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON composers
  FOR EACH STATEMENT EXECUTE FUNCTION tell_library();
CREATE TRIGGER ensemble_types_tell_library AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON ensemble_types
  FOR EACH STATEMENT EXECUTE FUNCTION tell_library();
CREATE TRIGGER instruments_tell_library AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON instruments
  FOR EACH STATEMENT EXECUTE FUNCTION tell_library();
CREATE TRIGGER part_instrument_samples_tell_library AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON part_instrument_samples
  FOR EACH STATEMENT EXECUTE FUNCTION tell_library();
CREATE TRIGGER part_transpositions_tell_library AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON part_transpositions
  FOR EACH STATEMENT EXECUTE FUNCTION tell_library();
CREATE TRIGGER part_types_tell_library AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON part_types
  FOR EACH STATEMENT EXECUTE FUNCTION tell_library();
CREATE TRIGGER parts_tell_library AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON parts
  FOR EACH STATEMENT EXECUTE FUNCTION tell_library();
CREATE TRIGGER piece_plans_tell_library AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON piece_plans
  FOR EACH STATEMENT EXECUTE FUNCTION tell_library();
CREATE TRIGGER pieces_tell_library AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON pieces
  FOR EACH STATEMENT EXECUTE FUNCTION tell_library();
CREATE TRIGGER planned_activities_tell_library AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON planned_activities
  FOR EACH STATEMENT EXECUTE FUNCTION tell_library();
CREATE TRIGGER transpositions_tell_library AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON transpositions
  FOR EACH STATEMENT EXECUTE FUNCTION tell_library();

-- A backup from before has come without these; and restored, an empty one writes no row.
NOTIFY cpr_events, '{"topic":"library","kind":"changed"}';
