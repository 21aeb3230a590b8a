import fc from 'fast-check'
import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { DomainError } from '../errors.ts'
import { createUserInput } from '../users/index.ts'
import { columns } from './columns.ts'
import { longest, shortestPassword } from './mistakes.ts'
import { maxRosterBytes, maxRosterLines, parseRoster, type RosterLine } from './parse-roster.ts'
import { rosterFileInput } from './schemas.ts'

const parse = (file: string | Uint8Array): RosterLine[] =>
  parseRoster(typeof file === 'string' ? Buffer.from(file) : file)

/** A line as `[line, fullname, username, password, grade]`, or `[line, what is wrong]`. */
const brief = (line: RosterLine) => {
  if (line.kind === 'error') return [line.line, line.reason]
  if (line.kind === 'duplicate') return [line.line, `as ${line.of}`]
  return [line.line, line.fullname, line.username, line.password, line.grade]
}

const header = 'fullname,username,password,grade\n'
const ada = [1, 'Ada A', 'ada', 'adapass12', '5']
const ben = [2, 'Ben B', 'ben', 'benpass12', '6']
const moved = ([line, ...values]: (string | number)[], by: number) => [Number(line) + by, ...values]
const quote = expect.stringContaining('quotation mark')

it('keeps the blanks around names, and no others, where that is asked for', () => {
  const names = (file: string) =>
    parseRoster(Buffer.from(file), { namesAsWritten: true }).map((line) =>
      line.kind === 'error' ? line.reason : line.fullname,
    )
  expect(names(`${header} Ben B ,ben ,benpass12, 6\n`)).toEqual([' Ben B '])
  expect(parseRoster(Buffer.from(' Ben B ,ben , benpass12,6'), { namesAsWritten: true })).toMatchObject([
    { username: 'ben', password: 'benpass12', grade: '6' },
  ])
  // Quotation marks behind blanks are read as they are without the option, from that line on.
  expect(names(' Ada A,ada,adapass12,5\n "Ben B",ben,benpass12,6\n Cy C,cy,cypass123,7')).toEqual([
    ' Ada A',
    'Ben B',
    'Cy C',
  ])
})

describe('a roster file', () => {
  const files: [what: string, file: string | Uint8Array, lines: unknown[]][] = [
    ['without a header', 'Ada A,ada,adapass12,5\nBen B,ben,benpass12,6', [ada, ben]],
    ['with a header', `${header}Ada A,ada,adapass12,5\nBen B,ben,benpass12,6\n`, [moved(ada, 1), moved(ben, 1)]],
    ['with a header after blank lines', `\n , \n${header}Ada A,ada,adapass12,5`, [moved(ada, 3)]],
    ['with a header of any case', `FullName,USERNAME,Password,Grade\nAda A,ada,adapass12,5`, [moved(ada, 1)]],
    ['with a header as people write it', `Full Name,User_Name,password,GRADE\nAda A,ada,adapass12,5`, [moved(ada, 1)]],
    ['with a header of any order', `Grade,Password,Id,Username,Name\n5,adapass12,77,ada,Ada A`, [moved(ada, 1)]],
    ['with a header of two columns', `password,username\nadapass12,ada`, [[2, '', 'ada', 'adapass12', '']]],
    ['with "password" for a password', 'Ada A,ada,password,5', [[1, 'Ada A', 'ada', 'password', '5']]],
    [
      'with a header again',
      `${header}Ada A,ada,adapass12,5\n${header}`,
      [moved(ada, 1), [3, 'This is a header again.']],
    ],
    ['of CRLF', 'Ada A,ada,adapass12,5\r\nBen B,ben,benpass12,6\r\n', [ada, ben]],
    ['of CR', 'Ada A,ada,adapass12,5\rBen B,ben,benpass12,6\r', [ada, ben]],
    [
      'of all line ends at once',
      '\r\n\nAda A,ada,adapass12,5\r\rBen B,ben,benpass12,6',
      [moved(ada, 2), moved(ben, 3)],
    ],
    ['of semicolons', 'Ada A;ada;adapass12;5\nBen B;ben;benpass12;6', [ada, ben]],
    [
      'of semicolons with commas in it',
      'A, Ada;ada;adapass12;5\nB, Ben;ben;ben,pass,12;6',
      [
        [1, 'A, Ada', 'ada', 'adapass12', '5'],
        [2, 'B, Ben', 'ben', 'ben,pass,12', '6'],
      ],
    ],
    ['of tabs', 'Ada A\tada\tadapass12\t5\nBen B\tben\tbenpass12\t6', [ada, ben]],
    ['of tabs, with an empty first column', '\tada\tadapass12\t5', [[1, '', 'ada', 'adapass12', '5']]],
    ['of commas with semicolons in it', 'Ada A,ada,a;b;c;d;e;f,5', [[1, 'Ada A', 'ada', 'a;b;c;d;e;f', '5']]],
    ['of three columns', 'Ada A,ada,adapass12', [[1, 'Ada A', 'ada', 'adapass12', '']]],
    ['with a byte-order mark', '\uFEFFAda A,ada,adapass12,5', [ada]],
    ['with a byte-order mark and a header', `\uFEFF${header}Ada A,ada,adapass12,5`, [moved(ada, 1)]],
    ['with a byte-order mark and quotes', '\uFEFF"Ada A",ada,adapass12,5', [ada]],
    ['in UTF-8', 'Zoë Ørsted,zoë,pässword,5', [[1, 'Zoë Ørsted', 'zoë', 'pässword', '5']]],
    [
      'in UTF-16, little end first',
      iconv.encode('Zoë Ć,zoë,pässword,5\r\nBen B,ben,benpass12,6', 'utf-16le', { addBOM: true }),
      [[1, 'Zoë Ć', 'zoë', 'pässword', '5'], ben],
    ],
    [
      'in UTF-16, big end first',
      iconv.encode('Zoë Ć,zoë,pässword,5', 'utf-16be', { addBOM: true }),
      [[1, 'Zoë Ć', 'zoë', 'pässword', '5']],
    ],
    [
      'in Windows-1252',
      iconv.encode('Zoë “Zo” O’Neil,zoë,pässw€rd,5', 'win1252'),
      [[1, 'Zoë “Zo” O’Neil', 'zoë', 'pässw€rd', '5']],
    ],
    [
      'with blank lines',
      '\n\nAda A,ada,adapass12,5\n  \n,,,\nBen B,ben,benpass12,6\n\n',
      [moved(ada, 2), moved(ben, 4)],
    ],
    ['with spaces around values', '  Ada A , ada\t,adapass12 , 5 ', [ada]],
    ['with spaces around quoted values', ' "Ada A" , "ada" ,"adapass12"  ,5', [ada]],
    ['with spaces within quotes', '" Ada A ",\u00a0ada,adapass12,5', [ada]],
    ['with empty columns at the end', 'Ada A,ada,adapass12,5,,\nBen B,ben,benpass12,6,,,,', [ada, ben]],
    ['with more columns', 'Ada A,ada,adapass12,5,clarinet,x', [ada]],
    ['with quoted commas', '"A, Ada",ada,"pass,word",5', [[1, 'A, Ada', 'ada', 'pass,word', '5']]],
    ['with quoted quotes', '"Ada ""the"" A",ada,adapass12,5', [[1, 'Ada "the" A', 'ada', 'adapass12', '5']]],
    [
      'with quoted line breaks',
      '"Ada\r\nA",ada,adapass12,"5\n\n"\nBen B,ben,benpass12,6',
      [[1, 'Ada\r\nA', 'ada', 'adapass12', '5'], moved(ben, 3)],
    ],
    ['with nothing', '', []],
    ['with blank lines alone', ' \r\n,,\n\n', []],
    ['with a header alone', header, []],
    ['without a username', 'Ada A,,adapass12,5\nBen B,ben,benpass12,6', [[1, 'The username is missing.'], ben]],
    [
      'without a password',
      'Ada A,ada,,5\nshort,row',
      [
        [1, 'The password is missing.'],
        [2, 'The password is missing.'],
      ],
    ],
    ['without either', 'Ada A', [[1, 'The username is missing. The password is missing.']]],
    ['with a short password', 'Ada A,ada,1234567,5', [[1, 'The password has fewer than 8 characters.']]],
    [
      'with long values',
      columns.map((column) => column[0]?.repeat(longest[column] + 1)).join(','),
      [
        [
          1,
          'The name has more than 255 characters. The username has more than 150 characters. ' +
            'The password has more than 1024 characters. The grade has more than 50 characters.',
        ],
      ],
    ],
    [
      'with NUL',
      'A\0da,ada,adapass12,5\nBen,b\0en,benpass12,6\nCid,cid,cidp\0ass12,6\nDee,dee,deepass12,\0',
      ['name', 'username', 'password', 'grade'].map((what, index) => [
        index + 1,
        `The ${what} holds a character that cannot be kept.`,
      ]),
    ],
    [
      'with bytes that are no text',
      Buffer.from('\xef\xbb\xbfZo\xeb,zoe,zoepass12,5\nBen B,ben,benpass12,6', 'latin1'),
      [[1, 'The name holds a character that cannot be kept.'], ben],
    ],
    ['with a line break in a username', 'Ada,"a\nda",adapass12,5', [[1, expect.stringContaining('cannot be kept')]]],
    [
      'with a line twice',
      'Ada A,ada,adapass12,5\nBen B,ben,benpass12,6\n"Ada A", ada ,adapass12,5',
      [ada, ben, [3, 'as 1']],
    ],
    [
      'with a username twice',
      'Ada A,ada,adapass12,5\nBen B,ben,benpass12,6\nAda A,ada,otherpass,5\nAda Z,ada,adapass12,5',
      [
        ada,
        ben,
        [3, 'Line 1 has the same username with another password.'],
        [4, 'Line 1 has the same username with another name or grade.'],
      ],
    ],
    [
      'with a wrong line and a right one',
      'Ada,ada,short,5\nAda A,ada,adapass12,5',
      [[1, expect.any(String)], moved(ada, 1)],
    ],
    ['with a quote after a value', 'x,"a"b,c\nBen B,ben,benpass12,6', [[1, quote], ben]],
    ['with a quote within a value', 'Ada "the" A,ada,adapass12,5\nBen B,ben,benpass12,6', [[1, quote], ben]],
    ['with a quote that is not closed', '"Ada A,ada,adapass12,5\nBen B,ben,benpass12,6', [[1, quote], ben]],
    [
      'with quotes that are not closed',
      `${header}"Ada A,ada,adapass12,5\nBen B,ben,benpass12,6\n\nCid,cid,"cidpass12,5\n`,
      [[2, quote], moved(ben, 1), [5, quote]],
    ],
  ]

  it.each(files)('%s', (_what, file, lines) => {
    expect(parse(file).map(brief)).toEqual(lines)
  })
})

describe('a file that cannot be meant', () => {
  const refused: [what: string, file: string | Uint8Array, message: string][] = [
    ['a workbook', Buffer.from('PK\x03\x04rest of a zip', 'latin1'), 'save it as CSV'],
    ['an old workbook', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), 'save it as CSV'],
    ['a header without passwords', 'fullname,username,grade\nAda,ada,5', 'no column "password"'],
    ['a header without usernames', 'fullname,grade,password\nAda,5,adapass12', 'no column "username"'],
    ['too many lines', 'Ada,ada,adapass12,5\n'.repeat(maxRosterLines + 1), '5000 lines'],
  ]

  it.each(refused)('%s', (_what, file, message) => {
    expect(() => parse(file)).toThrow(expect.objectContaining({ code: 'invalid', details: { field: 'file' } }))
    expect(() => parse(file)).toThrow(message)
  })

  it('has as many lines and bytes as it may, not one more', () => {
    expect(parse(header + 'Ada,ada,adapass12,5\n'.repeat(maxRosterLines))).toHaveLength(maxRosterLines)
    expect(parse('\n'.repeat(maxRosterBytes))).toEqual([])
    expect(() => parse('\n'.repeat(maxRosterBytes + 1))).toThrow(
      expect.objectContaining({ code: 'too-large', details: { maxBytes: maxRosterBytes } }),
    )
  })
})

it('keeps accounts to the limits that they have elsewhere', () => {
  const account = { username: 'x', password: 'x'.repeat(shortestPassword) }
  expect(createUserInput.safeParse(account).success).toBe(true)
  expect(createUserInput.safeParse({ ...account, password: 'x'.repeat(shortestPassword - 1) }).success).toBe(false)
  for (const column of columns) {
    const field = column === 'fullname' ? 'name' : column
    const accepts = (length: number) => createUserInput.safeParse({ ...account, [field]: 'x'.repeat(length) }).success
    expect([column, accepts(longest[column]), accepts(longest[column] + 1)]).toEqual([column, true, false])
  }
})

it('says no value of a line of which it cannot tell the columns: one of them is the password', () => {
  const lines = parse('Ada A,ada,adapass12,5\nBen B;ben;secret-12;6\nCid,cid;secret-12;5\nDee "D" D,dee,secret-12,5')
  expect(lines.map(({ kind }) => kind)).toEqual(['student', 'error', 'error', 'error'])
  expect(JSON.stringify(lines.slice(1))).not.toContain('secret-12')
  expect(parse('Ada A,ada,short,5')).toMatchObject([{ fullname: 'Ada A', username: 'ada' }])
})

it('takes a file in base64, up to the limit', () => {
  const inputOf = (file: string) => rosterFileInput.safeParse({ course: 'band', file })
  expect(inputOf(Buffer.from('Zoë').toString('base64')).data?.file).toEqual(Buffer.from('Zoë'))
  expect(inputOf('no base64!').success).toBe(false)
  expect(inputOf(Buffer.alloc(maxRosterBytes).toString('base64')).data?.file).toHaveLength(maxRosterBytes)
  expect(inputOf(Buffer.alloc(maxRosterBytes + 2).toString('base64')).success).toBe(false)
})

/** A value that stays what it is when it is trimmed, and is no number of columns of its own. */
const value = (alphabet: string, length: { minLength: number; maxLength: number }) =>
  fc.string({ unit: fc.constantFrom(...alphabet), ...length }).filter((text) => text.trim() === text)

const row = fc.record({
  fullname: value('aé ,;"\n', { minLength: 0, maxLength: 8 }),
  password: value('aé ,;"', { minLength: 8, maxLength: 12 }),
  grade: value('6K', { minLength: 0, maxLength: 2 }),
})

describe('any file', () => {
  it('is read as it was written', () => {
    const files = fc.record({
      rows: fc.array(row, { minLength: 1, maxLength: 8 }),
      blanks: fc.array(fc.nat(2), { minLength: 9, maxLength: 9 }),
      delimiter: fc.constantFrom(',', ';', '\t'),
      end: fc.constantFrom('\n', '\r\n', '\r'),
      withHeader: fc.boolean(),
      encoding: fc.constantFrom('utf8', 'utf-16le', 'utf-16be', 'win1252'),
      addBOM: fc.boolean(),
    })
    fc.assert(
      fc.property(files, ({ rows, blanks, delimiter, end, withHeader, encoding, addBOM }) => {
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
        const students = rows.map((values, index) => ({ ...values, username: `student ${index}` }))
        let text = withHeader ? ['fullname', 'username', 'password', 'grade'].join(delimiter) + end : ''
        const expected = students.map((student, index) => {
          text += end.repeat(blanks[index] ?? 0)
          const line = text.split(/\r\n|\r|\n/).length
          text += columns.map((column) => quoted(student[column])).join(delimiter) + end
          return { kind: 'student', line, ...student }
        })
        const file = iconv.encode(text, encoding, { addBOM: addBOM || encoding.startsWith('utf-16') })
        expect(parse(file)).toEqual(expected)
      }),
    )
  })

  it('never crashes, and has its lines in order', () => {
    const texts = fc
      .string({ unit: fc.constantFrom(...'ab,;\t"\r\n \0é'), maxLength: 60 })
      .map((text) => Buffer.from(text))
    fc.assert(
      fc.property(fc.oneof(texts, fc.uint8Array({ maxLength: 60 })), (file) => {
        let lines: number[] = []
        try {
          lines = parse(file).map(({ line }) => line)
        } catch (error) {
          expect(error).toBeInstanceOf(DomainError)
        }
        expect(lines).toEqual([...new Set(lines)].sort((a, b) => a - b))
      }),
      { numRuns: 1000 },
    )
  })

  it('has every line reported once that is not blank, whatever quotes are broken before it', () => {
    const plain = fc.string({ unit: fc.constantFrom(...'abcdefghi, '), maxLength: 20 })
    const broken = fc.constantFrom('"a', 'a,"b,c', '"a"b,c', 'a"b"', 'a,b,"')
    const file = fc.record({
      lines: fc.array(plain, { maxLength: 20 }),
      broken: fc.option(broken),
      at: fc.nat(20),
      end: fc.constantFrom('\n', '\r\n', '\r'),
    })
    fc.assert(
      fc.property(file, ({ lines: plainLines, broken: mistake, at, end }) => {
        const all = mistake === null ? plainLines : plainLines.toSpliced(at, 0, mistake)
        const notBlank = all.flatMap((line, index) => (/[^, ]/.test(line) ? [index + 1] : []))
        expect(parse(all.join(end)).map(({ line }) => line)).toEqual(notBlank)
      }),
      { numRuns: 1000 },
    )
  })
})
