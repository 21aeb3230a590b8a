/** A roster as a school office sends it: thirty lines that mean somebody, of which twelve are wrong. */

type Outcome = 'create' | 'enroll' | 'already there' | 'password differs' | 'duplicate' | 'error'
type Line = [csv: string, outcome: Outcome]

const pupil = (nth: number): Line => [`Pupil Number ${nth}; pupil${nth} ;practise ${nth}x;7;;`, 'create']

type Known = { benPassword: string; noahPassword: string }

/** With a byte-order mark, semicolons, CRLF, spaces, blank lines and trailing columns. */
export const rosterFile = ({ benPassword, noahPassword }: Known): { bytes: Buffer; outcomes: Outcome[] } => {
  const lines: Line[] = [
    ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map(pupil),
    ['"Pupil; Junior";"pupil""13";practise 13x;7', 'create'],
    ['Zoë Ångström;zoë;practise 14x;K', 'create'],
    ['"Two\r\nLines";pupil15;practise 15x;7', 'create'],
    [`Ben Okafor;ben;${benPassword};8`, 'already there'],
    [`Noah Berg;noah;${noahPassword};8`, 'enroll'],
    ['Ava Other;ava;another password;6', 'password differs'],
    ['No Username;;practise 19x;7', 'error'],
    ['No Password;pupil20;;7', 'error'],
    ['Nothing But A Name', 'error'],
    ['Short Password;pupil22;short;7', 'error'],
    [`Long Grade;pupil23;practise 23x;${'7'.repeat(51)}`, 'error'],
    [`Long Username;${'p'.repeat(151)};practise 24x;7`, 'error'],
    [`Long Name ${'e'.repeat(250)};pupil25;practise 25x;7`, 'error'],
    ['Control\u0007Character;pupil\u000726;practise 26x;7', 'error'],
    ['Broken "Quote;pupil27;practise 27x;7', 'error'],
    ['fullname;username;password;grade', 'error'],
    ['Pupil In Disguise;admin;practise 29x;7', 'error'],
    ['Pupil Number 1;pupil1;practise 1x;7', 'duplicate'],
  ]
  const text = ['fullname;username;password;grade', ...lines.map(([csv]) => csv)].join('\r\n\r\n')
  return { bytes: Buffer.from(`\uFEFF${text}\r\n`), outcomes: lines.map(([, outcome]) => outcome) }
}
