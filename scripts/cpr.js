/** Where the command line begins: as `apps/server/main.js`, it keeps compiled code from one start to the next. */
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/node'))
await import('./src/cpr.ts')
