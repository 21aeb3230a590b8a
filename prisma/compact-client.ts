/**
 * Two rewritings of the client that Prisma generates, which as it is holds 17 MB that nobody needs (decision 0032). Both know how one
 * version of Prisma writes its client, and refuse another.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const require = createRequire(import.meta.url)

/**
 * @param folder of the generated client
 * @throws {Error} where the client is written in a way that this does not know
 */
export const compactClient = (folder: string): void => {
  const file = join(folder, 'internal/class.ts')
  const client = readFileSync(file, 'utf8')
  writeFileSync(file, withSparseGraph(withCompilerInFile(client, folder)))
}

const unknown = (what: string): Error =>
  new Error(`This version of Prisma writes ${what} in a way that compact-client.ts does not know.`)

/**
 * The query compiler is WebAssembly in a string of a module, which stays in memory twice, as the module's text and as what it
 * exports. Of a file it is read once and let go.
 */
const withCompilerInFile = (client: string, folder: string): string => {
  const loading =
    /const \{ wasm \} = await import\("(@prisma\/client\/runtime\/[\w.]+)\.wasm-base64\.mjs"\)\s+return await decodeBase64AsWasm\(wasm\)/
  const [found, runtime] = loading.exec(client) ?? []
  if (found === undefined) throw unknown('where its query compiler is')
  const { wasm } = require(`${runtime}.wasm-base64.js`) as { wasm: string }
  writeFileSync(join(folder, 'internal/query-compiler.wasm'), wasm, 'base64')
  return client.replace(
    found,
    () => `const { readFile } = await import('node:fs/promises')
    return new WebAssembly.Module(await readFile(new URL('./query-compiler.wasm', import.meta.url)))`,
  )
}

/**
 * From here on V8 keeps what an object has under numbers in a table of those that there are; below, in an array that is as long
 * as the largest of them (`kMaxGap` in V8's objects).
 */
const sparseFrom = 1024

/**
 * Which parameters a query may have is a graph, each node of which becomes an object whose keys are numbers of names. There are
 * a thousand names, and 1,700 nodes with a few of them each: 12 MB of gaps. With all numbers above `sparseFrom` it is 1 MB.
 */
const withSparseGraph = (client: string): string => {
  const written = /(strings: )(JSON\.parse\(".*"\))(,\n\s*graph: ")([\w-]*)"/
  const [found, names, strings, between, graph] = written.exec(client) ?? []
  if (found === undefined || graph === undefined) throw unknown('the graph of its parameters')
  const moved = moveNames(Buffer.from(graph, 'base64url'), sparseFrom).toString('base64url')
  return client.replace(found, () => `${names}[...Array(${sparseFrom}).fill(''), ...${strings}]${between}${moved}"`)
}

const endOfVarint = 0x80

/**
 * The same graph with `by` added to the number of each name. Its format is that of Prisma's `param-graph` at 7.10: numbers are
 * varints (seven bits a byte, the lowest first), and what may be missing is one more than itself, or 0.
 */
const moveNames = (graph: Buffer, by: number): Buffer => {
  const out: number[] = []
  let at = 0

  const byte = (): number => {
    const value = graph[at]
    if (value === undefined) throw unknown('the graph of its parameters')
    at += 1
    return value
  }
  const read = (): number => {
    let value = 0
    for (let bits = 0; ; bits += 7) {
      const next = byte()
      value |= (next & ~endOfVarint) << bits
      if (next < endOfVarint) return value
    }
  }
  const write = (value: number): number => {
    let rest = value
    for (; rest >= endOfVarint; rest >>>= 7) out.push((rest & ~endOfVarint) | endOfVarint)
    out.push(rest)
    return value
  }
  const copy = (): number => write(read())
  const copyByte = (): void => {
    out.push(byte())
  }
  const moveName = (): void => {
    write(read() + by)
  }
  const moveNameIfAny = (): void => {
    const name = read()
    write(name === 0 ? 0 : name + by)
  }
  const times = (count: number, what: () => void): void => {
    for (let nth = 0; nth < count; nth += 1) what()
  }

  const [inputs, outputs, roots] = [copy(), copy(), copy()]
  times(inputs, () =>
    times(copy(), () => {
      moveName()
      // Of which scalars it may be: two bytes.
      times(2, copyByte)
      // The node below, an enum's name, flags.
      copy()
      moveNameIfAny()
      copyByte()
    }),
  )
  const moveWithTwoNodes = (): void => {
    moveName()
    times(2, copy)
  }
  times(outputs, () => times(copy(), moveWithTwoNodes))
  times(roots, moveWithTwoNodes)
  if (at !== graph.length) throw unknown('the graph of its parameters')
  return Buffer.from(out)
}
