/**
 * Part of the build: compiles what the server is made of, if nothing is kept yet, so that its first start is like any other. From
 * then on the server itself keeps what changed.
 */
import { readdirSync } from 'node:fs'
import { flushCompileCache, getCompileCacheDir } from 'node:module'
import { keepCompiled } from './cache.js'

keepCompiled()
const kept = getCompileCacheDir()
if (kept !== undefined && readdirSync(kept).length === 0) {
  console.log('Compiling the server …')
  await import('./src/serve.ts')
  flushCompileCache()
}
