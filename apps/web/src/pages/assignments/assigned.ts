import type { Outputs } from '../../api/client.ts'

/** A piece that a course is assigned, as its teacher sees it. */
export type AssignedPieceRow = Outputs['assignments']['ofCourse'][number]
export type AssignedActivity = AssignedPieceRow['assignments'][number]
export type TelephoneGroup = Outputs['assignments']['groups'][number]
