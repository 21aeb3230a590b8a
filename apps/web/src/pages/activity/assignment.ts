import type { Outputs } from '../../api/client.ts'

/** An assignment in full, with the notation of its part. */
export type FullAssignment = Outputs['assignments']['get']
