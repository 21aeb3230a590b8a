/** Where compiled code is kept from one start to the next. JavaScript, as what reads it. */
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

const folder = join(import.meta.dirname, '../../node_modules/.cache/node')

export const keepCompiled = () => enableCompileCache(folder)
