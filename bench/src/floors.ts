/**
 * What PostgreSQL itself can do: for each read one statement whose answer is the JSON of the same rows, in the form in
 * which the Django backend's surface answers them. Nobody is authenticated, nothing is looked at on the way.
 */

/** Makes a statement of `$1` (the course's slug) and `$2` (a user's id), with one text as its answer. */
const partsOf = (pieces: string): string => `
  part AS MATERIALIZED (
    SELECT p.id, p.piece_id, pt.name AS part_type, json_build_object(
      'name', p.name,
      'piece', json_build_object('id', pc.id, 'name', pc.name, 'slug', pc.slug, 'composer', (
          SELECT json_build_object('name', co.name, 'url', co.url) FROM composers co WHERE co.id = pc.composer_id),
        'video', pc.video, 'audio', pc.audio, 'date_composed', pc.date_composed, 'ensemble_type', pc.ensemble_type_id,
        'accompaniment', NULLIF(pc.accompaniment, '')),
      'transpositions', COALESCE((SELECT json_agg(json_build_object('part', ptr.part_id, 'flatio', ptr.notation,
          'transposition', json_build_object('id', tr.id, 'name', tr.name)) ORDER BY tr.id)
        FROM part_transpositions ptr JOIN transpositions tr ON tr.id = ptr.transposition_id
        WHERE ptr.part_id = p.id), '[]'),
      'sample_audio', NULLIF(p.sample_audio, ''), 'chord_scale_pattern', p.chord_scale_pattern,
      'instrument_samples', COALESCE((SELECT json_agg(json_build_object('instrument', s.instrument_id, 'sample_audio',
          s.sample_audio)) FROM part_instrument_samples s WHERE s.part_id = p.id), '[]')) AS json
    FROM parts p JOIN part_types pt ON pt.id = p.part_type_id JOIN pieces pc ON pc.id = p.piece_id
    WHERE p.piece_id IN (${pieces}))`

const submissionJson = `json_build_object('id', s.id, 'submitted', s.submitted_at, 'content', s.content, 'index', s.index,
  'grade', (SELECT g.id FROM grades g WHERE g.submission_id = s.id AND g.kind = 'teacher'
    ORDER BY g.created_at DESC, g.id DESC LIMIT 1),
  'self_grade', (SELECT g.id FROM grades g WHERE g.submission_id = s.id AND g.kind = 'self'
    ORDER BY g.created_at DESC, g.id DESC LIMIT 1),
  'attachments', COALESCE((SELECT json_agg(json_build_object('id', at.id, 'file', at.file, 'submitted', at.submitted_at)
    ORDER BY at.submitted_at DESC, at.id DESC) FROM submission_attachments at WHERE at.submission_id = s.id), '[]'))`

const personJson = (alias: string): string => `json_build_object('id', ${alias}.id, 'username', ${alias}.username,
  'name', ${alias}.name, 'grade', ${alias}.grade, 'instrument', ${alias}.instrument_id,
  'external_id', ${alias}.external_id, 'groups', ${alias}.groups)`

const activityJson = `json_build_object('activity_type', json_build_object('name', t.name, 'category', cat.name),
  'part_type', apt.name, 'body', a.body)`

const joinActivity = `
  JOIN activities a ON a.id = ca.activity_id JOIN activity_types t ON t.id = a.activity_type_id
  JOIN activity_categories cat ON cat.id = t.category_id LEFT JOIN part_types apt ON apt.id = a.part_type_id`

const coursePieces = `SELECT ca.piece_id FROM course_assignments ca JOIN courses c ON c.id = ca.course_id WHERE c.slug = $1`

const joinPart = `
  LEFT JOIN LATERAL (SELECT json FROM part WHERE part.piece_id = ca.piece_id
    ORDER BY part.part_type = apt.name DESC NULLS LAST, part.part_type = 'Melody' DESC, part.id LIMIT 1) part ON true`

/** @param more further fields, each with a comma before it */
const listed = (
  instrument: string,
  transposition: string,
  submissions: string,
  more = '',
): string => `json_build_object(
  'id', ca.id, 'activity', a.id, 'activity_type_name', t.name, 'activity_type_category', cat.name,
  'activity_body', a.body, 'part_type', apt.name, 'piece_name', p.name, 'piece_id', p.id, 'piece_slug', p.slug,
  'instrument', ${instrument}, 'transposition', ${transposition}, 'group', NULL, 'part', part.json,
  'submissions', ${submissions}${more})`

/** The assignments of a course as its teacher sees them. */
const teacherList = (more: string, join: string): string => `
    WITH ${partsOf(coursePieces)}
    SELECT json_object_agg(slug, rows)::text AS body FROM (
      SELECT p.slug, json_agg(${listed('i.name', 'tr.name', `'[]'::json`, more)} ORDER BY ca.position, ca.id) AS rows
      FROM courses c JOIN course_assignments ca ON ca.course_id = c.id AND ca.archived_at IS NULL
      LEFT JOIN instruments i ON i.id = ca.instrument_id LEFT JOIN transpositions tr ON tr.id = i.transposition_id
      JOIN pieces p ON p.id = ca.piece_id ${joinActivity} ${joinPart} ${join}
      WHERE c.slug = $1 AND $2::int > 0 GROUP BY p.slug) pieces`

const latest = `
  WITH latest AS (
    SELECT DISTINCT ON (s.enrollment_id) s.* FROM courses c
    JOIN course_assignments ca ON ca.course_id = c.id JOIN pieces p ON p.id = ca.piece_id
    JOIN activities a ON a.id = ca.activity_id JOIN activity_types t ON t.id = a.activity_type_id
    JOIN submissions s ON s.course_assignment_id = ca.id
    WHERE c.slug = $1 AND $2::int > 0 AND p.slug = 'piece-1' AND t.name = 'Bassline'
    ORDER BY s.enrollment_id, s.submitted_at DESC, s.id DESC)`

export const floors = {
  me: `SELECT ${personJson('u')}::text AS body FROM users u WHERE u.id = $2 AND $1::text <> ''`,

  'student-list': `
    WITH ${partsOf(coursePieces)}
    SELECT json_object_agg(slug, rows)::text AS body FROM (
      SELECT p.slug, json_agg(${listed(
        'i.name',
        'tr.name',
        `COALESCE((SELECT json_agg(${submissionJson} ORDER BY s.id) FROM submissions s
          WHERE s.course_assignment_id = ca.id AND s.enrollment_id = e.id), '[]')`,
      )} ORDER BY ca.position, ca.id) AS rows
      FROM courses c JOIN enrollments e ON e.course_id = c.id AND e.user_id = $2 JOIN users u ON u.id = e.user_id
      JOIN course_assignments ca ON ca.course_id = c.id AND ca.archived_at IS NULL
        AND (ca.audience = 'everyone' OR EXISTS (SELECT 1 FROM group_assignments ga
          WHERE ga.course_assignment_id = ca.id AND ga.enrollment_id = e.id))
      LEFT JOIN assignment_overrides o ON o.course_assignment_id = ca.id AND o.enrollment_id = e.id
      LEFT JOIN instruments i ON i.id = COALESCE(o.instrument_id, ca.instrument_id, e.instrument_id, u.instrument_id)
      LEFT JOIN transpositions tr ON tr.id = i.transposition_id
      JOIN pieces p ON p.id = ca.piece_id ${joinActivity} ${joinPart}
      WHERE c.slug = $1 GROUP BY p.slug) pieces`,

  'teacher-list-rest': teacherList('', ''),

  /** What the typed procedure answers: with each of them how many handed it in, and whose work is not graded yet. */
  'teacher-list-trpc': teacherList(
    `, 'handed_in', work.handed_in, 'to_grade', work.to_grade,
      'groups', (SELECT count(*) FROM group_assignments ga WHERE ga.course_assignment_id = ca.id),
      'finished', (SELECT count(*) FROM activity_progress ap WHERE ap.course_assignment_id = ca.id AND ap.finished_at IS NOT NULL)`,
    `CROSS JOIN LATERAL (
        SELECT handed_in, handed_in - (SELECT count(DISTINCT g.submission_id) FROM grades g
          WHERE g.submission_id = ANY (ids) AND g.kind = 'teacher') AS to_grade
        FROM (SELECT count(*) AS handed_in, array_agg(id) AS ids FROM (
          SELECT DISTINCT ON (s.enrollment_id) s.id FROM submissions s WHERE s.course_assignment_id = ca.id
          ORDER BY s.enrollment_id, s.submitted_at DESC, s.id DESC) of_each) latest) work`,
  ),

  roster: `
    SELECT json_agg(json_build_object('id', e.id, 'user', ${personJson('u')}, 'role', e.role, 'instrument',
      CASE WHEN i.id IS NOT NULL THEN json_build_object('id', i.id, 'name', i.name, 'transposition', tr.name) END)
      ORDER BY e.id)::text AS body
    FROM courses c JOIN enrollments e ON e.course_id = c.id JOIN users u ON u.id = e.user_id
    LEFT JOIN instruments i ON i.id = e.instrument_id LEFT JOIN transpositions tr ON tr.id = i.transposition_id
    WHERE c.slug = $1 AND $2::int > 0`,

  /** What the typed procedure answers: the submission, its files, its grades, and who handed it in. */
  'recent-trpc': `${latest}
    SELECT json_agg(json_build_object('submission', ${submissionJson}, 'student', ${personJson('u')},
      'instrument', json_build_object('id', i.id, 'name', i.name, 'transposition', tr.name),
      'courseAssignmentId', s.course_assignment_id, 'enrollmentId', s.enrollment_id, 'partId', s.part_id)
      ORDER BY s.enrollment_id)::text AS body
    FROM latest s JOIN enrollments e ON e.id = s.enrollment_id JOIN users u ON u.id = e.user_id
    LEFT JOIN instruments i ON i.id = s.instrument_id LEFT JOIN transpositions tr ON tr.id = i.transposition_id`,

  /** What the Django surface answers: with each of them its assignment, part and course again. */
  'recent-rest': `${latest}, ${partsOf(`SELECT id FROM pieces WHERE slug = 'piece-1'`)}
    SELECT json_agg(json_build_object('id', s.id, 'submitted', s.submitted_at, 'content', s.content, 'assignment',
      json_build_object('activity', ${activityJson}, 'deadline', ca.deadline,
        'instrument', json_build_object('id', i.id, 'name', i.name, 'transposition', tr.name), 'part', part.json,
        'id', ca.id, 'enrollment', json_build_object('id', e.id, 'course', json_build_object('id', c.id, 'name', c.name,
            'start_date', c.start_date, 'end_date', c.end_date, 'slug', c.slug, 'owner', ${personJson('o')},
            'can_edit_instruments', c.can_edit_instruments), 'instrument', e.instrument_id, 'role', e.role,
          'user', ${personJson('u')}),
        'submissions', (SELECT json_agg(${submissionJson.replaceAll(/\bs\./g, 'x.')} ORDER BY x.id) FROM submissions x
          WHERE x.course_assignment_id = s.course_assignment_id AND x.enrollment_id = s.enrollment_id)),
      'attachments', COALESCE((SELECT json_agg(json_build_object('id', at.id, 'file', at.file, 'submitted',
        at.submitted_at)) FROM submission_attachments at WHERE at.submission_id = s.id), '[]'))
      ORDER BY s.enrollment_id)::text AS body
    FROM latest s JOIN enrollments e ON e.id = s.enrollment_id JOIN users u ON u.id = e.user_id
    JOIN course_assignments ca ON ca.id = s.course_assignment_id JOIN courses c ON c.id = ca.course_id
    JOIN users o ON o.id = c.owner_id ${joinActivity} ${joinPart}
    LEFT JOIN instruments i ON i.id = s.instrument_id LEFT JOIN transpositions tr ON tr.id = i.transposition_id`,

  /** How each student stands with each assignment; the students and assignments are the roster's and the list's. */
  gradebook: `
    WITH latest AS (
      SELECT DISTINCT ON (s.course_assignment_id, s.enrollment_id) s.* FROM courses c
      JOIN course_assignments ca ON ca.course_id = c.id JOIN submissions s ON s.course_assignment_id = ca.id
      WHERE c.slug = $1 AND $2::int > 0 AND ca.archived_at IS NULL
      ORDER BY s.course_assignment_id, s.enrollment_id, s.submitted_at DESC, s.id DESC)
    SELECT json_agg(json_build_object('assignment', s.course_assignment_id, 'enrollment', s.enrollment_id,
      'submission', s.id, 'submitted', s.submitted_at, 'rhythm', g.rhythm, 'tone', g.tone, 'expression', g.expression)
      ORDER BY s.enrollment_id, s.course_assignment_id)::text AS body
    FROM latest s LEFT JOIN LATERAL (SELECT * FROM grades g WHERE g.submission_id = s.id
      AND g.kind = 'teacher' ORDER BY g.created_at DESC, g.id DESC LIMIT 1) g ON true`,

  /** The rows of a submission and of its trace, and nothing decided about them. `$1` is a text to hand in. */
  submit: `
    WITH written AS (
      INSERT INTO submissions (course_assignment_id, enrollment_id, instrument_id, part_id, content, index)
      SELECT ca.id, e.id, e.instrument_id, 1, $1, 0 FROM enrollments e
      JOIN course_assignments ca ON ca.course_id = e.course_id WHERE e.user_id = $2 ORDER BY ca.id LIMIT 1 RETURNING id
    ), audited AS (
      INSERT INTO audit_entries (actor_id, actor_kind, action, subject_type, subject_ids)
      SELECT $2, 'user', 'submissions.create', 'Submission', array_agg(id) FROM written)
    SELECT json_build_object('id', id)::text AS body FROM written`,
} as const

export type FloorName = keyof typeof floors
