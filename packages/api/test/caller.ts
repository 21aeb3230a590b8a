import type { DatabaseClient, Services } from '@cpr/domain'
import { type TestDatabase, type TestUser, testServices } from '@cpr/domain/testing'
import { createCaller, createRequestContext } from '../src/index.ts'

type CallerOptions = {
  /** Else what every test has. */
  services?: Partial<Services>
  /** Ends what goes on. */
  signal?: AbortSignal
}

/** Calls procedures as a request with this person's token would; as an anonymous one without. */
export const callerFor = (
  db: TestDatabase['db'],
  user: Pick<TestUser, 'token'> | null,
  { services, signal = new AbortController().signal }: CallerOptions = {},
) =>
  createCaller(
    createRequestContext({
      ...testServices,
      ...services,
      db,
      token: user?.token ?? null,
      address: '127.0.0.1',
      setSession: () => {},
    }),
    { signal },
  )

export type Caller = ReturnType<typeof callerFor>

const rollback = new Error('rolled back on purpose')

/** Runs `work` with a client whose every write is taken back at the end. @returns what `work` answers or throws */
export const takenBack = async <T>({ db }: TestDatabase, work: (db: DatabaseClient) => Promise<T>): Promise<T> => {
  let outcome: { value: T } | { error: unknown } | undefined
  await db
    .$transaction(async (tx) => {
      // A verb that wants a transaction joins the one it is in.
      outcome = await work(tx as DatabaseClient).then(
        (value) => ({ value }),
        (error: unknown) => ({ error }),
      )
      throw rollback
    })
    .catch((error: unknown) => {
      if (error !== rollback) throw error
    })
  if (!outcome) throw new Error('The work was not begun.')
  if ('error' in outcome) throw outcome.error
  return outcome.value
}

/** The paths of all procedures: `auth.me` … */
export type ProcedurePath = {
  [R in keyof Caller & string]: {
    [P in keyof Caller[R] & string]: `${R}.${P}`
  }[keyof Caller[R] & string]
}[keyof Caller & string]

/** Calls a procedure by its path. */
export const call = (caller: Caller, path: ProcedurePath, input: unknown): Promise<unknown> => {
  const [router, procedure] = path.split('.') as [keyof Caller, string]
  const procedures = caller[router] as unknown as Record<string, (input: unknown) => Promise<unknown>>
  const found = procedures[procedure]
  if (!found) throw new Error(`There is no procedure ${path}.`)
  return found(input)
}
