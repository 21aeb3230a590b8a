export { corsOptions, type LegacyRestOptions, legacyRest } from './plugin.ts'
