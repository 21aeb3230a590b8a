/**
 * Where the server begins. Compiled code is kept from one start to the next: what was stripped of its types once need not be
 * again, which halves the start and saves memory. So this file is JavaScript: it would be stripped before it could say so.
 */
import { keepCompiled } from './cache.js'

keepCompiled()
await import('./src/main.ts')
