import { z } from 'zod'
import type { Outputs } from '../caller.ts'
import { byHand, date, pk, text } from '../fields.ts'
import type { Links } from '../links.ts'
import { address, day } from './common.ts'
import { toUser, user } from './users.ts'

const brief = {
  id: z.int(),
  name: z.string(),
  start_date: day,
  end_date: day,
  url: address,
  slug: z.string(),
}

/** What comes back of a course that was just written. */
export const writtenCourse = z.strictObject(brief).meta({ id: 'WrittenCourse' })

export const course = z
  .strictObject({ ...brief, owner: user.nullable(), can_edit_instruments: z.boolean() })
  .meta({ id: 'Course' })
export type Course = z.infer<typeof course>

type Row = Omit<Outputs['courses']['get'], 'role'>

export const toWrittenCourse = (links: Links, row: Row): z.infer<typeof writtenCourse> => ({
  id: row.id,
  name: row.name,
  start_date: row.startDate,
  end_date: row.endDate,
  url: links.course(row.slug),
  slug: row.slug,
})

export const toCourse = (links: Links, row: Row): Course => ({
  ...toWrittenCourse(links, row),
  owner: row.owner && toUser(links, row.owner),
  can_edit_instruments: row.canEditInstruments,
})

const slugOf = text({ max: 255 }).refine(
  (slug) => /^[\p{L}\p{N}\p{M}_-]+$/u.test(slug),
  'Enter a valid "slug" consisting of letters, numbers, underscores or hyphens.',
)

const courseFields = z.object({ name: text({ max: 255 }), start_date: date, end_date: date })

/** The slug is made of the name, whatever is sent for it; the owner is whoever asks. */
export const newCourse = courseFields.extend({ slug: slugOf.optional(), owner: pk.nullish() })

export const replacedCourse = courseFields.extend({ slug: slugOf.optional() })

export const courseChanges = replacedCourse.partial()

export const pieceToAssign = z.object({ piece_id: byHand('piece_id', 'Missing piece_id in POST data') })
export const planToAssign = z.object({ piece_plan_id: byHand('piece_plan_id', 'Missing piece_plan_id in POST data') })
export const curriculumToAssign = z.object({
  curriculum_id: byHand('curriculum_id', 'Missing curriculum_id in POST data'),
})

export const pieceInstrument = z.object({
  piece_id: byHand('piece_id', 'Piece Id missing from PATCH request'),
  instrument_id: byHand('instrument_id', 'Instrument ID missing from PATCH request'),
})

export const noPermission = z.strictObject({ error: z.string() }).meta({ id: 'NoPermission' })

export const assigned = z.strictObject({ assigned: z.int() }).meta({ id: 'Assigned' })
