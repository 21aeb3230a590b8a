/** The operations of the REST surface, out of its description. */
import type { Json } from './stories.ts'

type Schema = { [key: string]: Json }
type Media = Record<string, { schema: Schema }>
export type Operation = {
  parameters?: { name: string; in: 'path' | 'query'; schema: Schema }[]
  requestBody?: { content: Media }
  responses: Record<string, { content?: Media }>
}
export type Paths = Record<string, Record<string, Operation>>

/** An operation under its name, `GET /api/users/me/`. */
export type NamedOperation = { name: string; method: string; path: string; operation: Operation }

export const operationsOf = (paths: Paths): NamedOperation[] =>
  Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      operation,
    })),
  )
