/**
 * Each rule of the database refuses what it is there to refuse, and nothing beside it. A case is one statement against a
 * small world in which every table has a row with the id 900001, inside a transaction that is rolled back.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import { handWrittenChecks } from './hand-written.ts'
import { type TestDatabase, testDatabase } from './testing/index.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  await database.clear()
})

const hash = (digit: string): string => digit.repeat(64)

const world = `
  INSERT INTO transpositions (id, name) VALUES (900001, 'In B'), (900002, 'In H');
  INSERT INTO instruments (id, name, transposition_id, midi_program_number) VALUES
    (900001, 'Serpent', 900001, 59), (900002, 'Ophicleide', 900001, 59);
  INSERT INTO ensemble_types (id, name) VALUES (900001, 'Consort');
  INSERT INTO part_types (id, name) VALUES (900001, 'Descant'), (900002, 'Burden');
  INSERT INTO composers (id, name) VALUES (900001, 'Anon');
  INSERT INTO activity_categories (id, name) VALUES (900001, 'Listen');
  INSERT INTO activity_types (id, name, category_id) VALUES (900001, 'Listening', 900001);
  INSERT INTO activities (id, activity_type_id, part_type_id, body) VALUES
    (900001, 900001, 900001, 'Listen.'), (900002, 900001, NULL, 'Listen again.');
  INSERT INTO pieces (id, name, slug, composer_id, ensemble_type_id) VALUES
    (900001, 'Rondeau', 'rondeau', 900001, 900001), (900002, 'Branle', 'branle', NULL, 900001);
  INSERT INTO parts (id, name, piece_id, part_type_id) VALUES (900001, 'Rondeau Descant', 900001, 900001);
  INSERT INTO part_transpositions (id, part_id, transposition_id) VALUES (900001, 900001, 900001);
  INSERT INTO part_instrument_samples (id, part_id, instrument_id, sample_audio) VALUES (900001, 900001, 900001, 's.mp3');
  INSERT INTO piece_plans (id, name, piece_id) VALUES (900001, 'Plan', 900001), (900002, 'Other plan', 900001);
  INSERT INTO planned_activities (id, piece_plan_id, activity_id, position) VALUES (900001, 900001, 900001, 1);
  INSERT INTO users (id, username, email, password_hash) VALUES
    (900001, 'student', 'Student@example.org', ''), (900002, 'teacher', 'teacher@example.org', ''), (900003, 'other', '', '');
  INSERT INTO sessions (id, token_hash, user_id, expires_at) VALUES (900001, '${hash('a')}', 900001, now());
  INSERT INTO password_resets (id, token_hash, user_id, expires_at) VALUES (900001, '${hash('a')}', 900001, now());
  INSERT INTO invitations (id, email, token_hash, expires_at) VALUES (900001, 'New@example.org', '${hash('a')}', now());
  INSERT INTO courses (id, name, slug, owner_id, start_date, end_date) VALUES
    (900001, 'Band', 'band', 900002, '2026-09-01', '2027-06-30'), (900002, 'Choir', 'choir', NULL, '2026-09-01', '2027-06-30');
  INSERT INTO enrollments (id, user_id, course_id, role) VALUES
    (900001, 900001, 900001, 'student'), (900002, 900002, 900001, 'teacher');
  INSERT INTO curricula (id, name, course_id) VALUES (900001, 'Year', 900001);
  INSERT INTO curriculum_entries (id, curriculum_id, piece_plan_id, position) VALUES (900001, 900001, 900001, 1);
  INSERT INTO course_assignments (id, course_id, activity_id, piece_id, position) VALUES (900001, 900001, 900001, 900001, 1);
  INSERT INTO assignment_groups (id, type) VALUES (900001, 'telephone_fixed'), (900002, 'telephone_fixed');
  INSERT INTO group_assignments (id, group_id, enrollment_id, course_assignment_id) VALUES (900001, 900001, 900001, 900001);
  INSERT INTO assignment_overrides (id, course_assignment_id, enrollment_id, deadline)
    VALUES (900001, 900001, 900001, '2026-10-01');
  INSERT INTO submissions (id, course_assignment_id, enrollment_id) VALUES (900001, 900001, 900001);
  INSERT INTO submission_attachments (id, submission_id, file) VALUES (900001, 900001, 'a.webm');
  INSERT INTO grades (id, submission_id, grader_id, kind) VALUES (900001, 900001, 900002, 'teacher');
  INSERT INTO activity_progress (id, course_assignment_id, enrollment_id) VALUES (900001, 900001, 900001);
  INSERT INTO activity_events (id, progress_id, step, operation, key)
    VALUES (900001, 900001, 1, 'open', '00000000-0000-4000-8000-000000000001');
  INSERT INTO removals (id, kind, removed_at, course_id, title, contents)
    VALUES (900001, 'grade', '2026-10-01', 900001, 'student', '[]');
`

type Outcome = { code: string | undefined; constraint: string | undefined }

/** What the database says to the last of `statements`; the ones before it must go through. */
const outcomeOf = async (...statements: string[]): Promise<Outcome | 'accepted'> => {
  const client = await database.pool.connect()
  try {
    await client.query(`BEGIN; ${world}`)
    for (const statement of statements.slice(0, -1)) await client.query(statement)
    return await client.query(statements.at(-1) ?? '').then(
      () => 'accepted',
      ({ code, constraint }: Outcome) => ({ code, constraint }),
    )
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
}

const constraintsOf = async (sql: string): Promise<string[]> =>
  (await database.pool.query<{ name: string }>(sql)).rows.map(({ name }) => name).toSorted()

/** Statements to refuse, and their neighbours on the other side of the line. */
type Case = { refused: string[]; accepted: string[] }

const set = (table: string, ...assignments: string[]): string[] =>
  assignments.map((assignment) => `UPDATE ${table} SET ${assignment} WHERE id = 900001`)

const sha256Case = (table: string, column: string): Case => ({
  refused: set(
    table,
    `${column} = '${hash('a').slice(1)}'`,
    `${column} = '${hash('A')}'`,
    `${column} = '${hash('g')}'`,
    `${column} = ''`,
  ),
  accepted: set(table, `${column} = '${'0123456789abcdef'.repeat(4)}'`),
})

const gradeCase = (column: string): Case => ({
  refused: set(
    'grades',
    ...['0.75', '0', '-1', '5.25', '1.1', '4.99', "'NaN'", "'Infinity'"].map((grade) => `${column} = ${grade}`),
  ),
  accepted: set('grades', ...['NULL', '1', '1.25', '2.5', '4.75', '5'].map((grade) => `${column} = ${grade}`)),
})

const objectCase = (column: string): Case => ({
  refused: set('activity_progress', `${column} = '[]'`, `${column} = 'null'`, `${column} = '"1"'`),
  accepted: set('activity_progress', `${column} = '{"1": "done"}'`),
})

const positionCase = (table: string): Case => ({
  refused: set(table, 'position = 0', 'position = -1'),
  accepted: set(table, 'position = 2'),
})

const slugCase = (table: string): Case => ({ refused: set(table, `slug = ''`), accepted: set(table, `slug = 'a'`) })

const checks: Record<(typeof handWrittenChecks)[number], Case> = {
  activities_number_of_submissions_check: {
    refused: set('activities', 'number_of_submissions = -1'),
    accepted: set('activities', 'number_of_submissions = 0'),
  },
  activity_events_step_check: {
    refused: set('activity_events', 'step = -1'),
    accepted: set('activity_events', 'step = 0', 'step = 7'),
  },
  activity_progress_current_step_check: {
    refused: set('activity_progress', 'current_step = 0', 'current_step = 5'),
    accepted: set('activity_progress', 'current_step = 1', 'current_step = 4'),
  },
  activity_progress_question_responses_check: objectCase('question_responses'),
  activity_progress_step_completions_check: objectCase('step_completions'),
  assignment_overrides_something_check: {
    refused: set('assignment_overrides', 'deadline = NULL'),
    accepted: set('assignment_overrides', 'deadline = NULL, instrument_id = 900001', 'instrument_id = 900001'),
  },
  course_assignments_position_check: {
    ...positionCase('course_assignments'),
    accepted: set('course_assignments', 'position = NULL', 'position = 2'),
  },
  courses_dates_check: {
    refused: set('courses', `end_date = '2026-08-31'`),
    accepted: set('courses', `end_date = '2026-09-01'`),
  },
  courses_slug_check: slugCase('courses'),
  curriculum_entries_position_check: positionCase('curriculum_entries'),
  grades_expression_check: gradeCase('expression'),
  grades_rhythm_check: gradeCase('rhythm'),
  grades_tone_check: gradeCase('tone'),
  instruments_midi_program_number_check: {
    refused: set('instruments', 'midi_program_number = 0', 'midi_program_number = 129'),
    accepted: set('instruments', 'midi_program_number = 1', 'midi_program_number = 128'),
  },
  invitations_token_hash_check: sha256Case('invitations', 'token_hash'),
  parts_chord_scale_pattern_check: {
    refused: set('parts', `chord_scale_pattern = '{}'`, `chord_scale_pattern = '"C"'`, `chord_scale_pattern = '1'`),
    accepted: set('parts', 'chord_scale_pattern = NULL', `chord_scale_pattern = 'null'`, `chord_scale_pattern = '[1]'`),
  },
  pieces_slug_check: slugCase('pieces'),
  password_resets_token_hash_check: sha256Case('password_resets', 'token_hash'),
  planned_activities_position_check: positionCase('planned_activities'),
  removals_contents_check: {
    refused: set('removals', `contents = '{}'`, `contents = 'null'`),
    accepted: set('removals', `contents = '[{}]'`),
  },
  removals_course_check: {
    refused: set('removals', 'course_id = NULL', `kind = 'piece'`, `kind = 'instrument_config'`),
    accepted: set('removals', `kind = 'enrollment'`, `kind = 'piece', course_id = NULL`),
  },
  sessions_token_hash_check: sha256Case('sessions', 'token_hash'),
  submission_attachments_file_check: {
    refused: set('submission_attachments', `file = ''`),
    accepted: set('submission_attachments', `file = 'b.webm'`),
  },
  submission_attachments_sha256_check: {
    ...sha256Case('submission_attachments', 'sha256'),
    accepted: set('submission_attachments', 'sha256 = NULL', `sha256 = '${hash('0')}'`),
  },
  submission_attachments_size_bytes_check: {
    refused: set('submission_attachments', 'size_bytes = -1'),
    accepted: set('submission_attachments', 'size_bytes = NULL', 'size_bytes = 0', 'size_bytes = 9000000000'),
  },
  submissions_index_check: {
    refused: set('submissions', 'index = -1'),
    accepted: set('submissions', 'index = 0', 'index = 1'),
  },
  users_username_check: { refused: set('users', `username = ''`), accepted: set('users', `username = 'a'`) },
}

const insert = (table: string, columns: string, ...rows: string[]): string[] =>
  rows.map((row) => `INSERT INTO ${table} (${columns}) VALUES (${row})`)

const nameCase = (table: string, taken: string, columns = 'name', rest = ''): Case => ({
  refused: insert(table, columns, `'${taken}'${rest}`),
  accepted: insert(table, columns, `'${taken} '${rest}`, `'${taken.toUpperCase()}'${rest}`),
})

const course = (slug: string): string => `'Band', '${slug}', '2026-09-01', '2027-06-30'`
const planned = (row: string): string[] => insert('planned_activities', 'piece_plan_id, activity_id, position', row)
const entry = (row: string): string[] => insert('curriculum_entries', 'curriculum_id, piece_plan_id, position', row)
const assignment = (row: string): string[] => insert('course_assignments', 'course_id, activity_id, piece_id', row)
const inGroup = (row: string): string[] =>
  insert('group_assignments', 'group_id, enrollment_id, course_assignment_id', row)

const logged = (key: string): string[] =>
  insert('activity_events', 'progress_id, step, operation, key', `900001, 1, 'open', ${key}`)

const uniqueIndexes: Record<string, Case> = {
  activity_events_progress_id_key_key: {
    refused: logged(`'00000000-0000-4000-8000-000000000001'`),
    accepted: [...logged(`'00000000-0000-4000-8000-000000000002'`), ...logged('NULL'), ...logged('NULL')],
  },
  activity_categories_name_key: nameCase('activity_categories', 'Listen'),
  activity_progress_course_assignment_id_enrollment_id_key: {
    refused: insert('activity_progress', 'course_assignment_id, enrollment_id', '900001, 900001'),
    accepted: insert('activity_progress', 'course_assignment_id, enrollment_id', '900001, 900002'),
  },
  activity_types_name_key: nameCase('activity_types', 'Listening', 'name, category_id', ', 900001'),
  assignment_overrides_course_assignment_id_enrollment_id_key: {
    refused: insert(
      'assignment_overrides',
      'course_assignment_id, enrollment_id, deadline',
      `900001, 900001, '2026-11-01'`,
    ),
    accepted: insert(
      'assignment_overrides',
      'course_assignment_id, enrollment_id, deadline',
      `900001, 900002, '2026-10-01'`,
    ),
  },
  course_assignments_course_id_activity_id_piece_id_key: {
    refused: assignment('900001, 900001, 900001'),
    accepted: [
      ...assignment('900002, 900001, 900001'),
      ...assignment('900001, 900002, 900001'),
      ...assignment('900001, 900001, 900002'),
    ],
  },
  courses_slug_key: {
    refused: insert('courses', 'name, slug, start_date, end_date', course('band')),
    accepted: insert('courses', 'name, slug, start_date, end_date', course('band-2')),
  },
  curriculum_entries_curriculum_id_piece_plan_id_key: {
    refused: entry('900001, 900001, 2'),
    accepted: entry('900001, 900002, 2'),
  },
  curriculum_entries_curriculum_id_position_key: {
    refused: entry('900001, 900002, 1'),
    accepted: entry('900001, 900002, 2'),
  },
  enrollments_user_id_course_id_key: {
    refused: insert('enrollments', 'user_id, course_id, role', `900001, 900001, 'teacher'`),
    accepted: insert(
      'enrollments',
      'user_id, course_id, role',
      `900001, 900002, 'student'`,
      `900003, 900001, 'student'`,
    ),
  },
  ensemble_types_name_key: nameCase('ensemble_types', 'Consort'),
  group_assignments_enrollment_id_course_assignment_id_key: {
    refused: inGroup('900002, 900001, 900001'),
    accepted: inGroup('900002, 900002, 900001'),
  },
  group_assignments_group_id_course_assignment_id_key: {
    refused: inGroup('900001, 900002, 900001'),
    accepted: inGroup('900002, 900002, 900001'),
  },
  instruments_name_key: nameCase(
    'instruments',
    'Serpent',
    'name, transposition_id, midi_program_number',
    ', 900001, 1',
  ),
  invitations_open_email_key: {
    refused: insert('invitations', 'email, token_hash, expires_at', `'nEW@example.org', '${hash('b')}', now()`),
    accepted: insert(
      'invitations',
      'email, token_hash, expires_at, accepted_at',
      `'New@example.org', '${hash('b')}', now(), now()`,
    ),
  },
  invitations_token_hash_key: {
    refused: insert('invitations', 'email, token_hash, expires_at', `'b@example.org', '${hash('a')}', now()`),
    accepted: insert('invitations', 'email, token_hash, expires_at', `'b@example.org', '${hash('b')}', now()`),
  },
  part_instrument_samples_part_id_instrument_id_key: {
    refused: insert('part_instrument_samples', 'part_id, instrument_id, sample_audio', `900001, 900001, 't.mp3'`),
    accepted: insert('part_instrument_samples', 'part_id, instrument_id, sample_audio', `900001, 900002, 's.mp3'`),
  },
  part_transpositions_part_id_transposition_id_key: {
    refused: insert('part_transpositions', 'part_id, transposition_id, notation', `900001, 900001, '<score/>'`),
    accepted: insert('part_transpositions', 'part_id, transposition_id', '900001, 900002'),
  },
  part_types_name_key: nameCase('part_types', 'Descant'),
  parts_piece_id_part_type_id_key: {
    refused: insert('parts', 'name, piece_id, part_type_id', `'Second', 900001, 900001`),
    accepted: insert(
      'parts',
      'name, piece_id, part_type_id',
      `'Second', 900001, 900002`,
      `'Rondeau Descant', 900002, 900001`,
    ),
  },
  password_resets_token_hash_key: {
    refused: insert('password_resets', 'token_hash, user_id, expires_at', `'${hash('a')}', 900002, now()`),
    accepted: insert('password_resets', 'token_hash, user_id, expires_at', `'${hash('b')}', 900001, now()`),
  },
  pieces_slug_key: {
    refused: insert('pieces', 'name, slug, ensemble_type_id', `'Rondo', 'rondeau', 900001`),
    accepted: insert('pieces', 'name, slug, ensemble_type_id', `'Rondeau', 'rondo', 900001`),
  },
  planned_activities_piece_plan_id_activity_id_key: {
    refused: planned('900001, 900001, 2'),
    accepted: planned('900001, 900002, 2'),
  },
  planned_activities_piece_plan_id_position_key: {
    refused: planned('900001, 900002, 1'),
    accepted: planned('900002, 900002, 1'),
  },
  sessions_token_hash_key: {
    refused: insert('sessions', 'token_hash, user_id, expires_at', `'${hash('a')}', 900002, now()`),
    accepted: insert('sessions', 'token_hash, user_id, expires_at', `'${hash('b')}', 900001, now()`),
  },
  transpositions_name_key: nameCase('transpositions', 'In B'),
  users_email_lower_key: {
    refused: insert('users', 'username, email, password_hash', `'second', 'sTUDENT@example.org', ''`),
    // 'other' has no address either.
    accepted: insert('users', 'username, email, password_hash', `'second', '', ''`),
  },
  users_username_key: nameCase('users', 'student', 'username, password_hash', `, ''`),
}

describe.each([
  { kind: 'CHECK', code: '23514', cases: checks },
  { kind: 'unique index', code: '23505', cases: uniqueIndexes },
])('each $kind', ({ code, cases }) => {
  it.each(Object.entries<Case>(cases))('%s refuses what it is for, and only that', async (constraint, each) => {
    for (const statement of each.refused) {
      expect.soft(await outcomeOf(statement), statement).toEqual({ code, constraint })
    }
    for (const statement of each.accepted) {
      expect.soft(await outcomeOf(statement), statement).toBe('accepted')
    }
  })
})

const remove = (...tables: string[]): string[] => tables.map((table) => `DELETE FROM ${table}`)
const removeRow = (table: string, id = 900001): string => `DELETE FROM ${table} WHERE id = ${id}`

/** Steps to a row that nothing but the foreign key holds, and the attempt to delete that row. */
const restrictingKeys: Record<string, [...string[], string]> = {
  activity_events_progress_id_fkey: [removeRow('activity_progress')],
  activity_progress_course_assignment_id_fkey: [
    ...remove('grades', 'submission_attachments', 'submissions'),
    removeRow('course_assignments'),
  ],
  activity_progress_enrollment_id_fkey: [
    ...remove('grades', 'submission_attachments', 'submissions'),
    removeRow('enrollments'),
  ],
  course_assignments_activity_id_fkey: [...remove('planned_activities'), removeRow('activities')],
  course_assignments_course_id_fkey: [...assignment('900002, 900001, 900001'), removeRow('courses', 900002)],
  course_assignments_instrument_id_fkey: [
    ...set('course_assignments', 'instrument_id = 900002'),
    removeRow('instruments', 900002),
  ],
  course_assignments_piece_id_fkey: [...assignment('900001, 900001, 900002'), removeRow('pieces', 900002)],
  course_assignments_piece_plan_id_fkey: [
    ...set('course_assignments', 'piece_plan_id = 900002'),
    removeRow('piece_plans', 900002),
  ],
  enrollments_course_id_fkey: [
    ...insert('enrollments', 'user_id, course_id, role', `900001, 900002, 'student'`),
    removeRow('courses', 900002),
  ],
  enrollments_instrument_id_fkey: [...set('enrollments', 'instrument_id = 900002'), removeRow('instruments', 900002)],
  enrollments_user_id_fkey: [removeRow('users')],
  grades_grader_id_fkey: [...set('grades', 'grader_id = 900003'), removeRow('users', 900003)],
  grades_submission_id_fkey: [...remove('submission_attachments'), removeRow('submissions')],
  submission_attachments_submission_id_fkey: [...remove('grades'), removeRow('submissions')],
  submissions_course_assignment_id_fkey: [
    ...remove('activity_events', 'activity_progress'),
    removeRow('course_assignments'),
  ],
  submissions_enrollment_id_fkey: [...remove('activity_events', 'activity_progress'), removeRow('enrollments')],
  submissions_instrument_id_fkey: [...set('submissions', 'instrument_id = 900002'), removeRow('instruments', 900002)],
  submissions_part_id_fkey: [...set('submissions', 'part_id = 900001'), removeRow('parts')],
}

describe("each foreign key around students' work", () => {
  it.each(Object.entries(restrictingKeys))('%s keeps the row it refers to', async (constraint, statements) => {
    const outcome = await outcomeOf(...statements)
    // PostgreSQL 18 calls it a restrict violation, its predecessors a foreign key violation.
    expect(outcome).toEqual({ constraint, code: expect.stringMatching(/^(23001|23503)$/) })
  })
})

describe('no rule is without a case', () => {
  it('among the CHECKs', () => {
    expect(Object.keys(checks).toSorted()).toEqual([...handWrittenChecks].toSorted())
  })

  it('among the unique indexes', async () => {
    const found = await constraintsOf(`
      SELECT indexrelid::regclass::text AS name FROM pg_index
      WHERE indisunique AND NOT indisprimary AND indrelid IN (SELECT oid FROM pg_class WHERE relnamespace = 'public'::regnamespace)`)
    expect(Object.keys(uniqueIndexes).toSorted()).toEqual(found)
  })

  it("among the foreign keys that guard students' work", async () => {
    const found = await constraintsOf(`
      SELECT conname AS name FROM pg_constraint
      WHERE contype = 'f' AND confdeltype = 'r' AND conrelid::regclass::text IN (
        'enrollments', 'course_assignments', 'submissions', 'submission_attachments', 'grades',
        'activity_progress', 'activity_events'
      )`)
    expect(Object.keys(restrictingKeys).toSorted()).toEqual(found)
  })
})
