/** Puts the pictures that the README shows where it finds them, out of what the flows took. */
import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'

const output = join(import.meta.dirname, 'output')
const shown = join(import.meta.dirname, '../../../docs/screenshots')

mkdirSync(shown, { recursive: true })
for (const name of ['my-music', 'activity', 'gradebook'])
  copyFileSync(join(output, `${name}-1280-light.png`), join(shown, `${name}.png`))
