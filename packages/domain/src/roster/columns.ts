/** The columns of a roster, and how a file says which is which. */
import { invalid } from '../errors.ts'

export const columns = ['fullname', 'username', 'password', 'grade'] as const
export type Column = (typeof columns)[number]

/** What a line has in each column; empty where it has nothing. */
export type Values = Record<Column, string>

/** In which cell each column stands; -1 where the file has no such column. */
export type Places = Record<Column, number>

/** Of a file without a header. */
export const usualPlaces: Places = { fullname: 0, username: 1, password: 2, grade: 3 }

/** The column that a cell of a header names: `Full Name` and `full_name` are `fullname`. */
const columnOf = (cell: string): Column | undefined => {
  const word = cell.toLowerCase().replace(/[\s_-]/g, '')
  return word === 'name' ? 'fullname' : columns.find((column) => column === word)
}

/** Two names of columns make a header; one could be somebody's password. */
export const isHeader = (cells: string[]): boolean => new Set(cells.flatMap((cell) => columnOf(cell) ?? [])).size >= 2

/** @throws {DomainError} `invalid` for a header without username or password */
export const placesOf = (header: string[]): Places => {
  const named = header.map(columnOf)
  for (const column of ['username', 'password'] as const)
    if (!named.includes(column)) throw invalid('file', `The header has no column "${column}".`)
  return placed((column) => named.indexOf(column))
}

/** Names keep the blanks around them, where the cells still have them. */
export const valuesOf = (cells: string[], places: Places): Values =>
  placed((column) => {
    const cell = cells[places[column]] ?? ''
    return column === 'fullname' ? cell : cell.trim()
  })

const placed = <T>(of: (column: Column) => T): Record<Column, T> => ({
  fullname: of('fullname'),
  username: of('username'),
  password: of('password'),
  grade: of('grade'),
})
