/** What administrators changed in the Django backend, and what the import itself could not keep in place: the audit trail. */
import type { SubjectType } from '../audit/index.ts'
import type { Json } from '../json.ts'
import { type Conversion, readAll, readBatches } from './conversion.ts'
import type { WrittenRow } from './target.ts'

const subjects: Record<string, SubjectType> = {
  'assignments.courseassignment': 'CourseAssignment',
  'assignments.curriculum': 'Curriculum',
  'assignments.pieceplan': 'PiecePlan',
  'courses.course': 'Course',
  'courses.enrollment': 'Enrollment',
  'invitations.invitation': 'Invitation',
  'musics.piece': 'Piece',
  'submissions.activityprogress': 'ActivityProgress',
  'submissions.grade': 'Grade',
  'submissions.submission': 'Submission',
  'submissions.submissionattachment': 'SubmissionAttachment',
  'users.instrumentconfig': 'InstrumentConfig',
  'users.user': 'User',
}

const adminActions = ['django.admin', 'django.admin.add', 'django.admin.change', 'django.admin.delete']

/** Versions of django-reversion, the log of the administration pages and what was set aside, in order of time. */
export const convertHistory = async (conversion: Conversion): Promise<void> => {
  const { ids, ledger, target, now, kept } = conversion
  const models = new Map<number | null, string>()
  for (const { id, app_label, model } of await readAll(conversion, 'django_content_type'))
    models.set(id, `${app_label}.${model}`)
  // Numbered anew by time, once all are in: until then below zero.
  let serial = 0
  const entry = (about: { at: string; userId: number | null; model: string; objectId: string }, rest: WrittenRow) => {
    serial -= 1
    const actor = ids('users').get(about.userId)
    return {
      id: serial,
      at: about.at,
      actor_id: actor,
      actor_kind: actor === null ? 'system' : 'user',
      subject_type: subjects[about.model] ?? about.model,
      subject_ids: /^\d{1,9}$/.test(about.objectId) ? [Number(about.objectId)] : [],
      course_id: null,
      ...rest,
    }
  }

  const revisions = new Map<number, { at: string; comment: string; userId: number | null }>()
  for await (const batch of readBatches(conversion, 'reversion_revision'))
    for (const { id, date_created, comment, user_id } of batch)
      revisions.set(id, { at: date_created, comment, userId: user_id })
  for await (const batch of readBatches(conversion, 'reversion_version')) {
    const rows = []
    for (const row of batch) {
      const revision = revisions.get(row.revision_id ?? 0)
      if (!revision) {
        ledger.found('skipped', 'reversion_version', row.id, 'missing-row', `revision ${row.revision_id}`)
        continue
      }
      const model = models.get(row.content_type_id) ?? 'unknown'
      const data = {
        revision: row.revision_id,
        comment: revision.comment,
        object: row.object_repr,
        objectId: row.object_id,
      }
      const about = { ...revision, model, objectId: row.object_id }
      rows.push(entry(about, { action: 'django.version', data: { ...data, fields: fieldsOf(row.serialized_data) } }))
    }
    await target.write('audit_entries', rows)
  }

  for await (const batch of readBatches(conversion, 'django_admin_log'))
    await target.write(
      'audit_entries',
      batch.map((row) => {
        const about = { at: row.action_time, userId: row.user_id, objectId: row.object_id }
        return entry(
          { ...about, model: models.get(row.content_type_id) ?? 'unknown' },
          {
            action: adminActions[row.action_flag ?? 0] ?? 'django.admin',
            data: { object: row.object_repr, objectId: row.object_id, message: row.change_message },
          },
        )
      }),
    )

  await target.write(
    'audit_entries',
    kept.map(({ subject, id, repair, was }) => ({
      ...entry({ at: now.toISOString(), userId: null, model: '', objectId: String(id) }, {}),
      subject_type: subject,
      action: 'transfer.importDjango',
      data: { repair, was },
    })),
  )
  await target.numberAuditEntries()
}

/** Names of fields that hold secrets: the trail has none. */
const secret = /password|token|secret|^key$/i

/** The fields of a version as JSON; nothing where it cannot be told what in it is secret. */
const fieldsOf = (serialized: string): string => {
  try {
    const objects: Json = JSON.parse(serialized)
    const [object] = Array.isArray(objects) ? objects : []
    const fields = typeof object === 'object' && object !== null && !Array.isArray(object) ? object.fields : null
    if (typeof fields !== 'object' || fields === null) return ''
    return JSON.stringify(Object.fromEntries(Object.entries(fields).filter(([name]) => !secret.test(name))))
  } catch {
    return ''
  }
}
