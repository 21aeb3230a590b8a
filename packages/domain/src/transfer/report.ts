/** What an import tells in the end. */
import type { Finding, Ledger } from './ledger.ts'
import type { CopiedMedia } from './media-files.ts'
import { type Source, type TableName, tables } from './tables.ts'
import type { WrittenTable } from './target.ts'
import type { Verification } from './verify.ts'

/** Where the rows of a table go; null where they become columns of others. */
const targets: Record<TableName, WrittenTable | null> = {
  instruments_transposition: 'transpositions',
  instruments_instrument: 'instruments',
  musics_ensembletype: 'ensemble_types',
  musics_parttype: 'part_types',
  musics_composer: 'composers',
  musics_piece: 'pieces',
  musics_part: 'parts',
  musics_parttransposition: 'part_transpositions',
  musics_partinstrumentsample: 'part_instrument_samples',
  auth_group: null,
  users_role: null,
  account_emailaddress: null,
  users_user: 'users',
  users_user_groups: null,
  authtoken_token: 'sessions',
  invitations_invitation: 'invitations',
  users_groupinvitation: null,
  users_instrumentconfig: 'instrument_configs',
  assignments_activitycategory: 'activity_categories',
  assignments_activitytype: 'activity_types',
  assignments_activity: 'activities',
  assignments_pieceplan: 'piece_plans',
  assignments_plannedactivity: 'planned_activities',
  courses_course: 'courses',
  courses_enrollment: 'enrollments',
  assignments_curriculum: 'curricula',
  assignments_curriculumentry: 'curriculum_entries',
  assignments_assignmentgroup: 'assignment_groups',
  assignments_courseassignment: 'course_assignments',
  assignments_groupassignment: 'group_assignments',
  assignments_assignment: 'course_assignments',
  submissions_grade: 'grades',
  submissions_submission: 'submissions',
  submissions_submissionattachment: 'submission_attachments',
  submissions_activityprogress: 'activity_progress',
  django_content_type: null,
  reversion_revision: null,
  reversion_version: 'audit_entries',
  django_admin_log: 'audit_entries',
}

export type TableReport = {
  table: TableName
  read: number
  /** The table of ours that the rows went to, and how many rows it has now; null where they became columns of others. */
  into: WrittenTable | null
  written: number | null
  merged: number
  repaired: number
  skipped: number
}

export type ImportReport = {
  /** `imported`; `unchanged` where the database held the same already; else nothing was written. */
  outcome: 'imported' | 'unchanged' | 'rehearsed' | 'refused'
  remodelled: boolean
  tables: TableReport[]
  /** Rows of ours that no table of the source has. */
  made: { table: WrittenTable; rows: number }[]
  findings: Finding[]
  /** Tables that hold rows and have no counterpart. */
  leftBehind: { table: string; rows: number }[]
  verification: Verification
  media: CopiedMedia | null
}

export const reportTables = async (ledger: Ledger, source: Source) => {
  const rows: TableReport[] = []
  for (const table of Object.keys(tables) as TableName[]) {
    const read = ledger.readRows.get(table) ?? 0
    const of = (outcome: Finding['outcome']): number =>
      new Set(ledger.findings.filter((row) => row.table === table && row.outcome === outcome).map(({ id }) => id)).size
    const into = targets[table]
    if (read > 0)
      rows.push({
        table,
        read,
        into,
        written: into && (ledger.writtenRows.get(into) ?? 0),
        merged: of('merged'),
        repaired: of('repaired'),
        skipped: of('skipped'),
      })
  }
  const told = new Set(rows.map(({ into }) => into))
  const made = [...ledger.writtenRows]
    .map(([table, count]) => ({ table: table as WrittenTable, rows: count }))
    .filter(({ table, rows: count }) => count > 0 && !told.has(table))
  return { tables: rows, made, leftBehind: await source.others() }
}
