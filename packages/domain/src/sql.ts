/**
 * SQL that writes answers as JSON, to the letter of what `serialize.ts` and the `to…` functions of the rooms make. It joins
 * text: `json_build_object` looks up the type of every field of every row, and takes ten times as long.
 */

/** The JSON of an object, as text. Its fields are expressions of JSON, as text or as numbers, and never NULL. */
export const object = (fields: Record<string, string>): string => {
  const pieces = Object.entries(fields).map(([name, json], nth) => `'${nth === 0 ? '{' : ','}"${name}":', ${json}`)
  return `concat(${pieces.join(', ')}, '}')`
}

/** Text, a flag or a day; `time` is for points in time, numbers are JSON as they are. */
export const value = (column: string): string => `to_json(${column})`

export const orNull = (json: string): string => `COALESCE((${json})::text, 'null')`

/** All rows of a query as a list; `of` is the JSON of one, `from` is the query behind its SELECT. */
export const list = (of: string, { from, orderBy }: { from: string; orderBy: string }): string =>
  listed(`(SELECT string_agg(${of}, ',' ORDER BY ${orderBy}) ${from})`)

/** A list of what `string_agg` joined, which is NULL where there was nothing. */
export const listed = (joined: string): string => `COALESCE('[' || ${joined} || ']', '[]')`

/** A `timestamptz` as `toTime` writes it. */
export const time = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', '"\\""YYYY-MM-DD"T"HH24:MI:SS.MS"Z\\""')`

/** The value of an enum by the name that the schema gives it. */
export const enumName = (column: string): string => `'"' || upper(${column}::text) || '"'`

/** A list of them. */
export const enumNames = (column: string): string =>
  `CASE WHEN ${column} = '{}' THEN '[]' ELSE '["' || replace(upper(btrim(${column}::text, '{}')), ',', '","') || '"]' END`

/**
 * Joins rows of a table by an index, one look for each row so far, whatever the planner expects: it would else read and hash
 * a whole table that grows with the district to find fifty rows of it. `where` names the table by `alias`.
 */
export const lookUp = (table: string, alias: string, where: string): string =>
  `CROSS JOIN LATERAL (SELECT * FROM ${table} ${alias} WHERE ${where} OFFSET 0) ${alias}`

/** The same, and keeps rows that have none. */
export const lookUpIfAny = (table: string, alias: string, where: string): string =>
  `LEFT JOIN LATERAL (SELECT * FROM ${table} ${alias} WHERE ${where} OFFSET 0) ${alias} ON true`
