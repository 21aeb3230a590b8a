/** Which PostgreSQL the checks make their databases on, read this once. */
export const readEnv = (source: NodeJS.ProcessEnv = process.env) => ({ databaseUrl: source.DATABASE_URL })
