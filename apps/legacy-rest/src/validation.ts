/** What comes in is checked against the route's schemas. What goes out is what the types say: tests check it, not each request. */
import type { FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify'
import type { z } from 'zod'
import { Refusal } from './errors.ts'
import { fieldErrors, words } from './words.ts'
import { Written } from './written.ts'

export const validatorCompiler: FastifySchemaCompiler<z.ZodType> =
  ({ schema, httpPart }) =>
  (data: unknown) => {
    // No body is one without fields.
    const { success, data: value, error } = schema.safeParse(data ?? {}, { error: words })
    if (success) return { value }
    const [first] = error.issues
    return {
      error:
        httpPart === 'params'
          ? new Refusal(404, { detail: first?.message ?? 'Not found.' })
          : new Refusal(
              400,
              isDictionary(data) ? fieldErrors(error.issues, ({ message }) => message) : noDictionary(data),
            ),
    }
  }

const isDictionary = (data: unknown): boolean => typeof data === 'object' && !Array.isArray(data)

const noDictionary = (data: unknown) => ({
  non_field_errors: [
    `Invalid data. Expected a dictionary, but got ${Array.isArray(data) ? 'list' : typeof data === 'string' ? 'str' : typeof data}.`,
  ],
})

export const serializerCompiler: FastifySerializerCompiler<unknown> = () => (data) =>
  data instanceof Written ? data.text : JSON.stringify(data)
