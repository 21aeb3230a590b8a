// What the packages that we build on allow: `docs/licences.md` lists them, and is held against the lockfile here. A licence that
// nobody has looked at yet ends this with status 1. `--write` writes the list anew.
import { readFileSync, writeFileSync } from 'node:fs'

/** Looked at: they let a school run, change and hand on what is built on them. */
const known = new Set([
  '(MIT AND Zlib)',
  '(MIT OR CC0-1.0)',
  '(MPL-2.0 OR Apache-2.0)',
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'EPL-2.0',
  'ISC',
  // Verovio, which is loaded as a module of its own and not changed.
  'LGPL-3.0-or-later',
  'MIT',
  'MIT OR Apache-2.0',
  'MIT and ISC',
  'MIT-0',
  'MPL-2.0',
  'OFL-1.1',
  'Unlicense',
])

/** Packages whose own file says it and whose description does not. */
const readByHand = new Map([
  ['busboy', 'MIT'],
  ['combine-errors', 'MIT'],
  ['dicer', 'MIT'],
  ['humanize-number', 'MIT'],
  ['only', 'MIT'],
  ['seq-queue', 'MIT'],
  ['streamsearch', 'MIT'],
])

const file = 'docs/licences.md'
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const byLicence = new Map()
for (const [path, { license, link }] of Object.entries(packages)) {
  const name = path.split('node_modules/').at(-1)
  if (link || !path.includes('node_modules/')) continue
  const licence = typeof license === 'string' ? license : (readByHand.get(name) ?? 'unknown')
  byLicence.set(licence, (byLicence.get(licence) ?? new Set()).add(name))
}

const sections = [...byLicence]
  .sort(([a], [b]) => a.localeCompare(b))
  .map(
    ([licence, names]) =>
      `## ${licence}\n\n${[...names]
        .sort()
        .map((name) => `- ${name}\n`)
        .join('')}`,
  )
const text = `# Licences

Of every package in the lockfile, those for building and testing included. Written by \`node .ci/licences.mjs --write\`.

${sections.join('\n')}`

const unknown = [...byLicence.keys()].filter((licence) => !known.has(licence))
for (const licence of unknown)
  console.error(`A licence nobody has looked at: ${licence}, of ${[...byLicence.get(licence)].join(', ')}.`)
if (process.argv.includes('--write')) writeFileSync(file, text)
else if (readFileSync(file, 'utf8') !== text) {
  console.error(`${file} is not what the lockfile says: run "node .ci/licences.mjs --write".`)
  process.exitCode = 1
}
if (unknown.length > 0) process.exitCode = 1
