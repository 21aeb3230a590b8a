import cors from '@fastify/cors'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import { takeBodies } from './bodies.ts'
import { type ContextOf, decorate, identify } from './caller.ts'
import { answerError, Refusal } from './errors.ts'
import { takeFiles } from './files.ts'
import { watchRoutes } from './methods.ts'
import { describeRoutes, serveDescription, serveReader } from './openapi.ts'
import { accountPages } from './pages/accounts.ts'
import { authTokenRoutes } from './routes/auth-token.ts'
import { configRoutes } from './routes/configs.ts'
import { courseWorkRoutes } from './routes/course-work.ts'
import { courseRoutes } from './routes/courses.ts'
import { dashboardRoutes } from './routes/dashboards.ts'
import { enrollmentRoutes } from './routes/enrollments.ts'
import { gradeRoutes } from './routes/grades.ts'
import { libraryRoutes } from './routes/library.ts'
import { ownWorkRoutes } from './routes/own-work.ts'
import { progressRoutes } from './routes/progress.ts'
import { userRoutes } from './routes/users.ts'
import { serializerCompiler, validatorCompiler } from './validation.ts'

export type LegacyRestOptions = {
  contextOf: ContextOf
  /** The addresses of frontends elsewhere that may ask, `https://music.example.org`. */
  origins: string[]
}

/** The Django backend's REST surface, over the procedures. */
export const legacyRest: FastifyPluginAsync<LegacyRestOptions> = async (server, { contextOf, origins }) => {
  server.setValidatorCompiler(validatorCompiler)
  server.setSerializerCompiler(serializerCompiler)
  server.setErrorHandler(answerError)
  decorate(server)
  takeBodies(server)
  await takeFiles(server)
  await describeRoutes(server)

  const scope = (
    prefix: string,
    { crossOrigin }: { crossOrigin: boolean },
    routes: (scope: FastifyInstance) => Promise<void>,
  ) =>
    server.register(
      async (inner) => {
        // First of all: a frontend elsewhere must be able to read refusals too.
        if (crossOrigin) await inner.register(cors, corsOptions(origins))
        identify(inner, contextOf)
        if (prefix !== '')
          inner.setNotFoundHandler(async () => {
            throw new Refusal(404, { detail: 'Not found.' })
          })
        const answerTheRest = watchRoutes(inner)
        await routes(inner)
        answerTheRest()
      },
      { prefix },
    )

  await scope('', { crossOrigin: false }, async (pages) => {
    await pages.register(dashboardRoutes)
    await pages.register(accountPages)
  })
  await scope('/auth-token', { crossOrigin: true }, async (inner) => {
    await inner.register(authTokenRoutes)
  })
  await scope('/api', { crossOrigin: true }, async (api) => {
    await api.register(userRoutes)
    await api.register(enrollmentRoutes)
    await api.register(courseRoutes)
    await api.register(courseWorkRoutes)
    await api.register(gradeRoutes)
    await api.register(ownWorkRoutes)
    await api.register(progressRoutes)
    await api.register(libraryRoutes)
    await api.register(configRoutes)
    serveDescription(api)
  })
  await serveReader(server)
}

/** Browsers ask once in ten minutes whether they may. */
export const corsOptions = (origins: string[]) => ({
  origin: origins,
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowedHeaders: ['authorization', 'content-type', 'idempotency-key', 'range'],
  exposedHeaders: ['location', 'retry-after', 'content-range', 'accept-ranges'],
  strictPreflight: false,
  maxAge: 600,
})
