import { join } from 'node:path'

/** The folder of the built client: `index.html`, and everything else under names that change with their content. */
export const webFolder = join(import.meta.dirname, '../dist')
