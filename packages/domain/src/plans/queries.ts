import type { Prisma } from '@cpr/db'
import { pieceSelect, toPiece } from '../music/index.ts'

export const activitySelect = {
  id: true,
  body: true,
  numberOfSubmissions: true,
  activityType: { select: { id: true, name: true, category: { select: { name: true } } } },
  partType: { select: { id: true, name: true } },
} as const satisfies Prisma.ActivitySelect

export type ActivityRow = Prisma.ActivityGetPayload<{ select: typeof activitySelect }>

/** An activity with the names that every screen shows, flat. */
export const toActivity = ({ activityType, partType, ...activity }: ActivityRow) => ({
  ...activity,
  type: activityType.name,
  category: activityType.category.name,
  partType: partType?.name ?? null,
})

export const planSelect = {
  id: true,
  name: true,
  type: true,
  createdById: true,
  piece: { select: pieceSelect },
  activities: { select: { activity: { select: activitySelect } }, orderBy: { position: 'asc' } },
} as const satisfies Prisma.PiecePlanSelect

export type PlanRow = Prisma.PiecePlanGetPayload<{ select: typeof planSelect }>

export const toPlan = ({ piece, activities, ...plan }: PlanRow) => ({
  ...plan,
  piece: toPiece(piece),
  activities: activities.map(({ activity }) => toActivity(activity)),
})

export const curriculumSelect = {
  id: true,
  name: true,
  ordered: true,
  courseId: true,
  entries: {
    select: {
      piecePlan: { select: { id: true, name: true, type: true, piece: { select: { id: true, name: true } } } },
    },
    orderBy: { position: 'asc' },
  },
} as const satisfies Prisma.CurriculumSelect

export type CurriculumRow = Prisma.CurriculumGetPayload<{ select: typeof curriculumSelect }>

export const toCurriculum = ({ entries, ...curriculum }: CurriculumRow) => ({
  ...curriculum,
  plans: entries.map(({ piecePlan }) => piecePlan),
})

/** Rows in an order of their own, as the positions 1, 2, 3 … */
export const positions = <K extends string>(key: K, ids: number[]) =>
  ids.map((id, index) => ({ [key]: id, position: index + 1 }) as Record<K, number> & { position: number })
