import type { Outputs } from '../../api/client.ts'

/** The latest work of a student for an activity. */
export type Work = Outputs['submissions']['recent'][number]
export type TakeOfWork = Outputs['submissions']['takes']['submissions'][number]
