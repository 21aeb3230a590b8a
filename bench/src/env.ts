/** Which PostgreSQL the floor answers from, read this once. */
export const readEnv = (source: NodeJS.ProcessEnv = process.env) => ({ databaseUrl: source.DATABASE_URL })
