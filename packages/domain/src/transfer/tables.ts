/** The tables of the Django database that are read, with what is read of each. */
import {
  decimal,
  type Field,
  flag,
  id,
  json,
  optionalDay,
  optionalText,
  optionalTime,
  reference,
  text,
  time,
  whole,
} from './fields.ts'

type Fields = Record<string, Field<unknown>>

type Options = {
  /** The column that rows are ordered by and reported under; `id` unless told. */
  key?: string
  /** Of a table between two models: the field of the first one that it stands for in a dump. */
  many?: string
  /** Rows read at once; fewer where a row is long. */
  batch?: number
}

const table = <F extends Fields>(model: string, fields: F, options: Options = {}) => ({
  model,
  fields,
  key: options.key ?? 'id',
  many: options.many,
  batch: options.batch ?? 500,
})

const named = { id, name: text }

const progress = {
  id,
  current_step: whole,
  step_completions: json,
  activity_logs: json,
  question_responses: json,
  participant_email: optionalText,
  current_audio_url: optionalText,
  audio_edit_history: json,
  audio_metadata: json,
  created_at: optionalTime,
  updated_at: optionalTime,
}

const submission = {
  id,
  grade_id: reference,
  self_grade_id: reference,
  index: whole,
  submitted: time,
  content: text,
}

export const tables = {
  instruments_transposition: table('instruments.transposition', named),
  instruments_instrument: table('instruments.instrument', {
    ...named,
    transposition_id: reference,
    midi_program_number: whole,
  }),
  musics_ensembletype: table('musics.ensembletype', named),
  musics_parttype: table('musics.parttype', named),
  musics_composer: table('musics.composer', { ...named, url: text }),
  musics_piece: table('musics.piece', {
    ...named,
    slug: text,
    composer_id: reference,
    ensemble_type_id: reference,
    video: text,
    audio: text,
    accompaniment: text,
    date_composed: optionalDay,
  }),
  musics_part: table('musics.part', {
    ...named,
    piece_id: reference,
    part_type_id: reference,
    sample_audio: text,
    chord_scale_pattern: json,
  }),
  musics_parttransposition: table(
    'musics.parttransposition',
    { id, part_id: reference, transposition_id: reference, flatio: text },
    { batch: 200 },
  ),
  musics_partinstrumentsample: table('musics.partinstrumentsample', {
    id,
    part_id: reference,
    instrument_id: reference,
    sample_audio: text,
  }),

  auth_group: table('auth.group', named),
  users_role: table('users.role', named),
  account_emailaddress: table('account.emailaddress', {
    id,
    user_id: reference,
    email: text,
    verified: flag,
    primary: flag,
  }),
  users_user: table('users.user', {
    id,
    username: text,
    password: text,
    email: text,
    name: text,
    grade: text,
    external_id: text,
    instrument_id: reference,
    is_superuser: flag,
    is_staff: flag,
    is_active: flag,
    date_joined: time,
    last_login: optionalTime,
  }),
  users_user_groups: table('users.user', { user_id: id, group_id: id }, { key: 'user_id', many: 'groups' }),
  authtoken_token: table('authtoken.token', { key: text, user_id: reference, created: time }, { key: 'key' }),
  invitations_invitation: table('invitations.invitation', {
    id,
    email: text,
    accepted: flag,
    created: time,
    sent: optionalTime,
    key: text,
    inviter_id: reference,
  }),
  users_groupinvitation: table(
    'users.groupinvitation',
    { invitation_ptr_id: id, group_id: reference },
    { key: 'invitation_ptr_id' },
  ),
  users_instrumentconfig: table('users.instrumentconfig', {
    ...named,
    user_id: reference,
    description: optionalText,
    settings: json,
    file: text,
  }),

  assignments_activitycategory: table('assignments.activitycategory', named),
  assignments_activitytype: table('assignments.activitytype', { ...named, category_id: reference }),
  assignments_activity: table('assignments.activity', {
    id,
    activity_type_id: reference,
    activity_type_name: text,
    part_type_id: reference,
    body: text,
    number_of_submissions: whole,
  }),
  assignments_pieceplan: table('assignments.pieceplan', { ...named, piece_id: reference, type: optionalText }),
  assignments_plannedactivity: table('assignments.plannedactivity', {
    id,
    piece_plan_id: reference,
    activity_id: reference,
    order: whole,
  }),

  courses_course: table('courses.course', {
    ...named,
    slug: text,
    owner_id: reference,
    start_date: optionalDay,
    end_date: optionalDay,
    can_edit_instruments: flag,
  }),
  courses_enrollment: table('courses.enrollment', {
    id,
    user_id: reference,
    course_id: reference,
    role_id: reference,
    instrument_id: reference,
  }),
  assignments_curriculum: table('assignments.curriculum', { ...named, course_id: reference, ordered: flag }),
  assignments_curriculumentry: table('assignments.curriculumentry', {
    id,
    curriculum_id: reference,
    piece_plan_id: reference,
    order: whole,
  }),

  assignments_assignmentgroup: table('assignments.assignmentgroup', { id, type: optionalText }),
  /** After the remodel: one row for a course. */
  assignments_courseassignment: table('assignments.courseassignment', {
    id,
    course_id: reference,
    activity_id: reference,
    piece_id: reference,
    piece_plan_id: reference,
    instrument_id: reference,
    deadline: optionalDay,
    created_at: time,
  }),
  assignments_groupassignment: table('assignments.groupassignment', {
    id,
    group_id: reference,
    enrollment_id: reference,
    course_assignment_id: reference,
  }),
  /** Before the remodel: one row for each student. */
  assignments_assignment: table('assignments.assignment', {
    id,
    enrollment_id: reference,
    activity_id: reference,
    piece_id: reference,
    part_id: reference,
    piece_plan_id: reference,
    instrument_id: reference,
    group_id: reference,
    deadline: optionalDay,
    created_at: time,
  }),

  submissions_grade: table('submissions.grade', {
    id,
    grader_id: reference,
    rhythm: decimal,
    tone: decimal,
    expression: decimal,
    created_at: time,
  }),
  /** `assignment_id` before the remodel; the four columns before it after. */
  submissions_submission: table('submissions.submission', {
    ...submission,
    course_assignment_id: reference,
    enrollment_id: reference,
    instrument_id: reference,
    part_id: reference,
    assignment_id: reference,
  }),
  submissions_submissionattachment: table('submissions.submissionattachment', {
    id,
    submission_id: reference,
    file: text,
    submitted: time,
  }),
  submissions_activityprogress: table(
    'submissions.activityprogress',
    { ...progress, course_assignment_id: reference, enrollment_id: reference, assignment_id: reference },
    { batch: 500 },
  ),

  django_content_type: table('contenttypes.contenttype', { id, app_label: text, model: text }),
  reversion_revision: table('reversion.revision', { id, date_created: time, comment: text, user_id: reference }),
  reversion_version: table(
    'reversion.version',
    {
      id,
      revision_id: reference,
      content_type_id: reference,
      object_id: text,
      object_repr: text,
      serialized_data: text,
    },
    { batch: 500 },
  ),
  django_admin_log: table('admin.logentry', {
    id,
    action_time: time,
    user_id: reference,
    content_type_id: reference,
    object_id: text,
    object_repr: text,
    action_flag: whole,
    change_message: text,
  }),
} as const

export type TableName = keyof typeof tables

export type Row<T extends TableName> = {
  [F in keyof (typeof tables)[T]['fields']]: (typeof tables)[T]['fields'][F] extends Field<infer V> ? V : never
}

/** A row as a source has it, by the columns of the Django database. */
export type RawRow = Record<string, unknown>

export type Source = {
  /** Whether assignments are those of courses, or still of each student. */
  remodelled: boolean
  /** How many rows a table has; null where there is no such table. */
  count: (table: TableName) => Promise<number | null>
  /** The rows of a table in the order of their keys, some at a time. */
  batches: (table: TableName) => AsyncIterable<RawRow[]>
  /** Tables that hold rows and are not read. */
  others: () => Promise<{ table: string; rows: number }[]>
}
