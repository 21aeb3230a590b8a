import { type Column, columns, type Values } from './columns.ts'

/** The most characters of a value, and the fewest of a password: those of every account, as a test holds. */
export const longest: Record<Column, number> = { fullname: 255, username: 150, password: 1024, grade: 50 }
export const shortestPassword = 8

// U+FFFD is what became of bytes that are no text. Nobody can type a control character into a username or password.
const unfit: Record<Column, RegExp> = {
  fullname: /[\0\uFFFD]/,
  username: /[\p{Cc}\uFFFD]/u,
  password: /[\p{Cc}\uFFFD]/u,
  grade: /[\0\uFFFD]/,
}

export const labels: Record<Column, string> = {
  fullname: 'name',
  username: 'username',
  password: 'password',
  grade: 'grade',
}

/** Why no account can be made of these values, a sentence for each mistake; none of them quotes a value. */
export const mistakesOf = (values: Values): string[] => {
  const sentences = (wrong: (column: Column) => boolean, sentence: (column: Column) => string): string[] =>
    columns.filter(wrong).map(sentence)
  return [
    ...sentences(
      (column) => (column === 'username' || column === 'password') && values[column] === '',
      (column) => `The ${labels[column]} is missing.`,
    ),
    ...sentences(
      (column) => column === 'password' && values.password !== '' && values.password.length < shortestPassword,
      () => `The password has fewer than ${shortestPassword} characters.`,
    ),
    ...sentences(
      (column) => values[column].length > longest[column],
      (column) => `The ${labels[column]} has more than ${longest[column]} characters.`,
    ),
    ...sentences(
      (column) => unfit[column].test(values[column]),
      (column) => `The ${labels[column]} holds a character that cannot be kept.`,
    ),
  ]
}
