/** A Django `dumpdata` file as a source. */
import { invalid } from '../errors.ts'
import { type RawRow, type Source, type TableName, tables } from './tables.ts'

/** One object of a dump, as Django's JSON serializer writes it. */
export type DumpRow = { model: string; pk: unknown; fields: Record<string, unknown> }

const isDumpRow = (row: unknown): row is DumpRow =>
  typeof row === 'object' &&
  row !== null &&
  typeof (row as DumpRow).model === 'string' &&
  typeof (row as DumpRow).fields === 'object' &&
  (row as DumpRow).fields !== null

/** Reads the text of a dump. @throws {DomainError} `invalid` for anything else */
export const parseDump = (content: string): DumpRow[] => {
  let rows: unknown
  try {
    rows = JSON.parse(content)
  } catch (error) {
    throw invalid('source', `This is no JSON (${(error as Error).message}): a dump is made with "manage.py dumpdata".`)
  }
  if (!Array.isArray(rows) || !rows.every(isDumpRow))
    throw invalid(
      'source',
      'This is JSON, but no list of {model, pk, fields}: a dump is made with "manage.py dumpdata".',
    )
  return rows
}

/** A dump's rows as the tables they came from. */
export const dumpSource = (rows: DumpRow[]): Source => {
  const byModel = Map.groupBy(rows, ({ model }) => model.toLowerCase())
  const natural = naturalKeys(byModel)
  const sorted = new Map<string, DumpRow[]>()
  const objectsOf = (model: string): DumpRow[] => {
    const known = sorted.get(model)
    if (known) return known
    const made = model === tables.django_content_type.model ? natural.contentTypes : []
    const rows = [...(byModel.get(model) ?? []), ...made].sort((a, b) => compareKeys(a.pk, b.pk))
    sorted.set(model, rows)
    return rows
  }
  const rowsOf = (name: TableName, row: DumpRow): RawRow[] => {
    const { many, key, fields } = tables[name]
    const columns = Object.keys(fields)
    if (many === undefined)
      return [
        Object.fromEntries(
          columns.map((column) => [column, column === key ? row.pk : natural.follow(column, columnOf(row, column))]),
        ),
      ]
    const [own = '', other = ''] = columns
    return asList(row.fields[many]).map((value) => ({ [own]: row.pk, [other]: natural.follow(other, value) }))
  }
  const read = new Set<string>(Object.values(tables).map(({ model }) => model))
  return {
    remodelled:
      byModel.has(tables.assignments_courseassignment.model) || !byModel.has(tables.assignments_assignment.model),
    count: async (name) => {
      const { model, many } = tables[name]
      const objects = objectsOf(model)
      if (objects.length === 0) return null
      return many === undefined
        ? objects.length
        : objects.reduce((sum, row) => sum + asList(row.fields[many]).length, 0)
    },
    batches: async function* (name) {
      const { model, batch } = tables[name]
      const objects = objectsOf(model)
      for (let at = 0; at < objects.length; at += batch)
        yield objects.slice(at, at + batch).flatMap((row) => rowsOf(name, row))
    },
    others: async () =>
      [...byModel].filter(([model]) => !read.has(model)).map(([model, list]) => ({ table: model, rows: list.length })),
  }
}

/** A reference is `user` in a dump and `user_id` in the database. */
const columnOf = ({ fields }: DumpRow, column: string): unknown =>
  column in fields ? fields[column] : column.endsWith('_id') ? fields[column.slice(0, -3)] : undefined

const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

const compareKeys = (a: unknown, b: unknown): number =>
  typeof a === 'number' && typeof b === 'number' ? a - b : String(a) < String(b) ? -1 : 1

/** References of a dump made with `--natural-foreign`: names in a list instead of an id. */
const naturalKeys = (byModel: Map<string, DumpRow[]>) => {
  const idsBy = (model: string, ...names: string[]): Map<string, unknown> =>
    new Map((byModel.get(model) ?? []).map(({ pk, fields }) => [names.map((name) => fields[name]).join(), pk]))
  const users = idsBy('users.user', 'username')
  const groups = idsBy('auth.group', 'name')
  const types = idsBy('contenttypes.contenttype', 'app_label', 'model')
  // Content types are mostly left out of a dump: those that are named are made up.
  const contentTypes: DumpRow[] = []
  const contentType = (value: unknown[]): unknown => {
    const name = value.join()
    if (!types.has(name)) {
      const [app_label, model] = value
      const pk = 1_000_000_000 + contentTypes.length
      types.set(name, pk)
      contentTypes.push({ model: 'contenttypes.contenttype', pk, fields: { app_label, model } })
    }
    return types.get(name)
  }
  for (const model of ['reversion.version', 'admin.logentry'])
    for (const { fields } of byModel.get(model) ?? [])
      if (Array.isArray(fields.content_type)) contentType(fields.content_type)
  return {
    contentTypes,
    follow: (column: string, value: unknown): unknown => {
      if (!Array.isArray(value) || !column.endsWith('_id')) return value
      if (column === 'content_type_id') return contentType(value)
      return (column === 'group_id' ? groups : users).get(value.join()) ?? value
    },
  }
}
