import { getTRPCErrorFromUnknown } from '@trpc/server'
import type { RequestContext } from './context.ts'
import { toTrpcError } from './errors.ts'

type Asked = { ctx: Pick<RequestContext, 'stopping'>; signal: AbortSignal | undefined }

/**
 * What a verb streams, until the client leaves or the server stops. Errors from within pass no middleware any more, so they are
 * mapped here.
 */
export const stream = async <T>(
  { ctx: { stopping }, signal }: Asked,
  begin: (until: AbortSignal) => Promise<AsyncIterable<T>>,
): Promise<AsyncIterable<T>> => {
  const items = await begin(AbortSignal.any([signal, stopping].filter((one) => one !== undefined)))
  return mapped(items)
}

async function* mapped<T>(items: AsyncIterable<T>): AsyncGenerator<T, void, void> {
  try {
    yield* items
  } catch (cause) {
    throw toTrpcError(getTRPCErrorFromUnknown(cause))
  }
}
