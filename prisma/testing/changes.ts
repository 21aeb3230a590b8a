/** Notes of what is written to a database, for checks that what is refused changes nothing; and a way to take it back. */
import type { Pool } from 'pg'

type Row = { [column: string]: unknown }

export type Change = { table: string; what: 'INSERT' | 'UPDATE' | 'DELETE'; before: Row | null; after: Row | null }

export type Changes = {
  /** What was written since it was asked for, or taken back, last. */
  noted: () => Promise<Change[]>
  /** Makes everything again as it was before what is noted now. */
  takeBack: () => Promise<void>
}

/** Tries at signing in are counted, refused ones too: that is no change of anybody's data. */
const unwatched = ['rate_limits', '_prisma_migrations', 'noted_changes']

/** From here on every row that is written leaves a note, in the transaction that writes it. */
export const watchChanges = async (pool: Pick<Pool, 'query'>): Promise<Changes> => {
  for (const sql of [notes, note, takeBack]) await pool.query(sql)
  const { rows } = await pool.query<{ name: string }>(
    `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL($1)`,
    [unwatched],
  )
  for (const { name } of rows)
    await pool.query(
      `CREATE TRIGGER note_change AFTER INSERT OR UPDATE OR DELETE ON ${name} FOR EACH ROW EXECUTE FUNCTION note_change()`,
    )
  return {
    noted: async () => {
      const { rows: changes } = await pool.query<Change>(
        `WITH fresh AS (UPDATE noted_changes SET told = true WHERE NOT told RETURNING *)
         SELECT "table", what, before, after FROM fresh ORDER BY id`,
      )
      return changes
    },
    takeBack: async () => {
      await pool.query('SELECT take_back_changes()')
    },
  }
}

const notes = `CREATE TABLE noted_changes (
  id bigserial PRIMARY KEY, "table" text NOT NULL, what text NOT NULL, before jsonb, after jsonb, told boolean NOT NULL DEFAULT false);
  CREATE INDEX ON noted_changes (id) WHERE NOT told`

const note = `CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    INSERT INTO noted_changes ("table", what, before, after) VALUES (
      TG_TABLE_NAME, TG_OP,
      CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END, CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END);
    RETURN NULL;
  END $$`

/** The last first, past foreign keys and triggers: row by row it is as it was, so both hold again at the end. */
const takeBack = `CREATE FUNCTION take_back_changes() RETURNS void LANGUAGE plpgsql AS $$
  DECLARE
    change record;
  BEGIN
    PERFORM set_config('session_replication_role', 'replica', true);
    FOR change IN SELECT * FROM noted_changes ORDER BY id DESC LOOP
      IF change.after IS NOT NULL THEN
        EXECUTE format(
          'DELETE FROM %I t WHERE %s', change."table",
          CASE WHEN change.after ? 'id' THEN 't.id = ($1->>''id'')::bigint' ELSE 'to_jsonb(t) = $1' END)
        USING change.after;
      END IF;
      IF change.before IS NOT NULL THEN
        EXECUTE format('INSERT INTO %I SELECT * FROM jsonb_populate_record(NULL::%I, $1)', change."table", change."table")
        USING change.before;
      END IF;
    END LOOP;
    DELETE FROM noted_changes;
    PERFORM set_config('session_replication_role', 'origin', true);
  END $$`
