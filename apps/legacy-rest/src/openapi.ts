/** The surface as OpenAPI 3.1, made of the schemas that the routes use, and a page to read and try it. */
import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod'
import { z } from 'zod'

const bodies = ['application/json', 'application/x-www-form-urlencoded', 'multipart/form-data']

// The package's own override drops branches of unions that zod has not written out yet.
const zodToJsonConfig: NonNullable<Parameters<typeof createJsonSchemaTransform>[0]['zodToJsonConfig']> = {
  override: ({ zodSchema, jsonSchema }) => {
    // How the document says that there is no body.
    if (zodSchema._zod.def.type === 'undefined') jsonSchema.type = 'null'
  },
}
const toJsonSchema = createJsonSchemaTransform({ zodToJsonConfig })
const toComponents = createJsonSchemaTransformObject({ zodToJsonConfig })

/** `assignments` of `/api/courses/:slug/assignments/`. */
const tagOf = (url: string): string => /^\/(?:api\/)?(?:courses\/:slug\/(?!$))?([^/]+)/.exec(url)?.[1] ?? 'other'

/** Before the first route: from here on routes are written down. */
export const describeRoutes = async (server: FastifyInstance): Promise<void> => {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'MusicCPR, the REST surface',
        version: '1',
        description: 'What the current web frontend speaks. New clients are better off with tRPC.',
      },
      components: {
        securitySchemes: {
          token: { type: 'apiKey', in: 'header', name: 'Authorization', description: '`Token <key>`' },
        },
      },
      security: [{ token: [] }],
    },
    transform: (document) => {
      const { config } = document.route
      const { schema, url } = toJsonSchema(document)
      if (schema.hide) return { schema, url }
      const fileAlone = (schema.body as { required?: string[] } | undefined)?.required?.includes('file')
      return {
        url,
        schema: {
          ...schema,
          tags: [tagOf(document.url)],
          ...(schema.body ? { consumes: fileAlone ? ['multipart/form-data'] : bodies } : {}),
          ...(config?.credentials === 'nobody' ? { security: [] } : {}),
        },
      }
    },
    transformObject: (document) => {
      const whole = toComponents(document) as ReturnType<typeof toComponents> & {
        components?: { schemas?: Record<string, unknown> }
      }
      // Every shape with a name is one that goes out: as what comes in none is used.
      for (const name of Object.keys(whole.components?.schemas ?? {}))
        if (/Input$|^__shared$/.test(name)) delete whole.components?.schemas?.[name]
      return whole
    },
  })
}

const csp =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'"

/** The document itself, below `/api`. */
export const serveDescription = (scope: FastifyInstance): void => {
  scope.get(
    '/schema/',
    {
      config: { credentials: 'nobody' },
      schema: {
        summary: 'This document',
        response: { 200: z.record(z.string(), z.unknown()) },
      },
    },
    async (_request, reply) => reply.type('application/json').send(scope.swagger()),
  )
}

/** A page to read it and to try it, from files of this server. */
export const serveReader = async (server: FastifyInstance): Promise<void> => {
  await server.register(swaggerUi, {
    routePrefix: '/api/schema/swagger-ui',
    staticCSP: csp,
    uiConfig: { persistAuthorization: false, validatorUrl: null },
  })
}
