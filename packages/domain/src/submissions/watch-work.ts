import { actorByNow } from '../auth/index.ts'
import type { Ctx } from '../context.ts'
import { courseFor } from '../courses/index.ts'
import { type Behind, hear, type WorkEvent, workOf } from '../events/index.ts'
import type { WatchWorkInput } from './schemas.ts'

/** However quiet a course is, a stream outlives a session by no more than this. */
const lookAgainMs = 60_000

/**
 * Tells what happens to the work of a course, as it happens, until `signal` ends it. `behind` comes first: from then on nothing is
 * missed. Whether the asker still may hear it is found out again with every event, and once a minute: two statements.
 * @throws {DomainError} `forbidden` unless the actor teaches the course, `too-many-streams`. The same from within, later:
 *   `unauthenticated` once the session has ended
 */
export const watchWork = async (
  ctx: Ctx,
  { course }: WatchWorkInput,
  signal: AbortSignal,
  { silenceMs = lookAgainMs }: { silenceMs?: number } = {},
): Promise<AsyncGenerator<WorkEvent | Behind, void, void>> => {
  const { id } = await courseFor(ctx, 'submissions.watch', course)
  const endStream = ctx.actor.kind === 'user' ? ctx.events.openStream(ctx.actor.id) : () => {}
  // Not left to the generator alone: one that nobody begins to read never comes to its end.
  if (signal.aborted) endStream()
  signal.addEventListener('abort', endStream, { once: true })

  const refuseEnded = async (): Promise<void> => {
    await courseFor({ ...ctx, actor: await actorByNow(ctx) }, 'submissions.watch', { id })
  }

  return (async function* () {
    try {
      for await (const event of hear(ctx.events, workOf(id), { signal, silenceMs })) {
        await refuseEnded()
        if (event) yield event
      }
    } finally {
      signal.removeEventListener('abort', endStream)
      endStream()
    }
  })()
}
