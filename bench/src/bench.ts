/** `npm run bench`: builds a district, starts the server on it, drives it, and prints what it does beside the floor. */
import { readFileSync } from 'node:fs'
import { Command, InvalidArgumentError } from 'commander'
import { mutation, post, type ReadCase, readCases, type Transport } from './cases.ts'
import { type District, districtOf, hamlet, twice, whoIsWho } from './district.ts'
import { readEnv } from './env.ts'
import { measureExport } from './export.ts'
import { measureGrowth } from './growth.ts'
import { measureFloor, measureOneByOne, measureRead } from './measure.ts'
import { openPlace } from './places.ts'
import { type Running, startProcess, startServer } from './processes.ts'
import { growthTableOf, type Report, type Row, round, tableOf, type WorkersRow } from './report.ts'

const positive = (value: string): number => {
  const number = Number(value)
  if (!(number > 0)) throw new InvalidArgumentError('It takes a number above 0.')
  return number
}

const options = new Command('bench')
  .description(
    'Measures the server on a district of its own: in a new database beside that of DATABASE_URL, else embedded.',
  )
  .option('--seconds <n>', 'how long each row is driven', positive, 10)
  .option('--only <name...>', 'these rows alone; "export" and "workers" are two')
  .option('--times <n>', 'how often each read is driven beside its floor: the median counts', positive, 1)
  .option('--growth', 'instead: the reads on this district beside those on one of twice as many courses', false)
  .option('--transport <name>', 'trpc or rest alone')
  .option('--scale <n>', 'as many times the courses', positive, 1)
  .option('--small', 'a hamlet in place of the district: to see that everything works', false)
  .option('--json', 'print the report as JSON', false)
  .option('--compare <file>', 'an earlier report, to show the change against it')
  .option('--keep', 'keep the database, and use it again the next time', false)
  .parse()
  .opts<{
    seconds: number
    only?: string[]
    times: number
    growth: boolean
    transport?: Transport
    scale: number
    small: boolean
    json: boolean
    compare?: string
    keep: boolean
  }>()

/** Progress goes to standard error: the report stands alone. */
const say = (line: string): void => console.error(line)

const wanted = (name: string): boolean => options.only === undefined || options.only.includes(name)
const transports = (['trpc', 'rest'] as const).filter((transport) => (options.transport ?? transport) === transport)

const district: District = options.small ? hamlet : districtOf(options.scale)

const startFloor = (url: string): Promise<Running> =>
  startProcess({
    script: 'bench/src/floor.ts',
    env: { DATABASE_URL: url },
    announces: /The floor is at (\S+)/,
    ready: '/healthz',
  })

const measureReads = async (server: Running, floor: Running | null, rows: Row[]): Promise<void> => {
  for (const read of readCases(district).filter(({ name }) => wanted(name))) {
    for (const transport of transports) {
      if (!read.request[transport]) continue
      const tries: Row[] = []
      for (let nth = 0; nth < options.times; nth += 1) tries.push(await measureBeside(server, floor, read, transport))
      const row = middleOf(tries)
      rows.push(row)
      // A long run that is ended has said this much.
      const share = row.ratio === null ? '' : `, ${row.ratio.toFixed(2)} of the floor`
      say(`  ${read.name}, ${transport}: ${round(row.rps)} a second${share}`)
    }
  }
}

/** A read and right behind it its floor: what else a machine does slows both. */
const measureBeside = async (
  server: Running,
  floor: Running | null,
  read: ReadCase,
  transport: Transport,
): Promise<Row> => {
  const measured = await measureRead(server, read, transport, options.seconds)
  const under = read.floor[transport]
  const { rps: floorRps } = floor && under ? await measureFloor(floor, read, under, options.seconds) : { rps: null }
  return { name: read.name, transport, ...measured, floorRps, ratio: floorRps && measured.rps / floorRps }
}

/** Of an even number, the lower of the two in the middle. */
const middleOf = (tries: Row[]): Row => {
  const sorted = tries.toSorted((a, b) => (a.ratio ?? a.rps) - (b.ratio ?? b.rps))
  return sorted[Math.floor((sorted.length - 1) / 2)] as Row
}

/** Assigning the fifth piece's plan, which is taken out again behind each time. */
const measureAssigning = async (server: Running, rows: Row[]): Promise<void> => {
  const { courseSlug, teacher, largeCourse } = whoIsWho(district)
  for (const [name, course] of [
    ['assign-50', 1],
    ['assign-2000', largeCourse],
  ] as const) {
    if (!wanted(name)) continue
    const slug = courseSlug(course)
    const undo = mutation('assignments.unassign', { course: slug, pieceId: 5 }, teacher(course))
    const requests = {
      trpc: mutation('assignments.assignPlan', { course: slug, planId: 5 }, teacher(course)),
      rest: post(`/api/courses/${slug}/assign_piece_plan/`, { piece_plan_id: 5 }, teacher(course)),
    }
    for (const transport of transports) {
      const measured = await measureOneByOne(server, requests[transport], undo, options.seconds)
      rows.push({ name, transport, ...measured, floorRps: null, ratio: null })
      say(`  ${name}, ${transport}`)
    }
  }
}

/** How much a second process adds: a list that students open, asked of one and of two. */
const measureWorkers = async (env: Record<string, string>): Promise<WorkersRow[]> => {
  const list = readCases(district).find(({ name }) => name === 'student-list')
  if (!list) return []
  const rows: WorkersRow[] = []
  for (const workers of [1, 2]) {
    const server = await startServer(env, workers)
    try {
      rows.push({ workers, ...(await measureRead(server, list, 'trpc', options.seconds)) })
    } finally {
      await server.stop()
    }
    say(`  student-list, ${workers === 1 ? 'one worker' : `${workers} workers`}`)
  }
  return rows
}

/** On a server that has done nothing before: what its memory held would be counted in. */
const measureExporting = async (env: Record<string, string>, url: string | undefined) => {
  const server = await startServer(env)
  try {
    await restOf(server)
    return await measureExport(server, whoIsWho(district).administrator, url)
  } finally {
    await server.stop()
  }
}

const { databaseUrl } = readEnv()

const placeOf = (which: District, name: string) =>
  openPlace({ databaseUrl, district: which, name, keep: options.keep, say })

const settledMs = 3000

/** The memory of a server that was not asked anything yet, once starting up is behind it. */
const restOf = async (server: Running): Promise<number> => {
  await new Promise((wait) => setTimeout(wait, settledMs))
  return (await server.usage()).rssMb
}

const measure = async (): Promise<Report> => {
  const { env, url, clear } = await placeOf(district, options.small ? 'small' : String(options.scale))
  const running: Running[] = []
  try {
    const server = await startServer(env)
    running.push(server)
    const floor = url === undefined ? null : await startFloor(url)
    if (floor) running.push(floor)
    const report: Report = {
      rows: [],
      start: { coldStartMs: server.startMs, restRssMb: await restOf(server) },
    }
    say('Measuring …')
    // First, since lists grow by what is handed in below.
    if (wanted('workers') && url !== undefined) report.workers = await measureWorkers(env)
    await measureReads(server, floor, report.rows)
    await measureAssigning(server, report.rows)
    await server.stop()
    running.shift()
    if (wanted('export')) report.export = await measureExporting(env, url)
    return report
  } finally {
    for (const process of running) await process.stop()
    await clear()
  }
}

const growth = async () => {
  const places = [
    await placeOf(district, options.small ? 'small' : String(options.scale)),
    await placeOf(twice(district), options.small ? 'small_2' : String(options.scale * 2)),
  ] as const
  const running: Running[] = []
  try {
    for (const { env } of places) running.push(await startServer(env))
    const [one, two] = running as [Running, Running]
    const { seconds, times } = options
    const reads = { one: readCases(district), two: readCases(twice(district)) }
    return await measureGrowth({ one, two, reads, wanted, transports, seconds, times, say })
  } finally {
    for (const process of running) await process.stop()
    for (const { clear } of places) await clear()
  }
}

if (options.growth) {
  const rows = await growth()
  console.log(options.json ? JSON.stringify({ growth: rows }) : growthTableOf(rows))
} else {
  const before: Report | undefined = options.compare ? JSON.parse(readFileSync(options.compare, 'utf8')) : undefined
  const report = await measure()
  console.log(options.json ? JSON.stringify(report) : tableOf(report, before))
}
