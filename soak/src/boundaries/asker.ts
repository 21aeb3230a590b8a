/** Who asks about what: people, and things of their own courses and of others', mixed. */
import fc from 'fast-check'
import { kinds, type Person, type Town, type Who } from '../town/people.ts'
import type { Secrets } from '../town/secrets.ts'
import type { Target } from '../town/targets.ts'
import { type Errand, fieldsOf } from './errands.ts'

export type Asked = { errand: Errand; who: Who; person: Person; about: Target; own: Secrets }

/** The administrator sees everything: nothing is foreign there. */
const curious: Who[] = kinds.filter((kind) => kind !== 'administrator')

/** What somebody has to guess who is in no course. */
const guessed: Secrets = {
  password: 'a guess at it',
  email: 'nobody@example.org',
  resetToken: 'made up',
  invitationToken: 'made up',
  link: `/media/submissions/none.wav?expires=${Date.now() + 3_600_000}&signature=${'A'.repeat(43)}`,
}

/** For each field of a target, of which course it is. */
type Mix = { from: number[]; how: 'all' | 'mixed' | 'own' }

const mix = (courses: number): fc.Arbitrary<Mix> =>
  fc.record({
    from: fc.array(fc.nat({ max: courses - 1 }), { minLength: 32, maxLength: 32 }),
    how: fc.constantFrom('all', 'all', 'mixed', 'mixed', 'mixed', 'own'),
  })

const mixed = (targets: Target[], own: number, { from, how }: Mix): Target => {
  const ownTarget = targets[own] as Target
  const other = targets[from[0] === own ? (own + 1) % targets.length : (from[0] as number)] as Target
  if (how === 'own') return ownTarget
  if (how === 'all') return { ...other, joinerId: other.studentId }
  const fields = Object.keys(ownTarget) as (keyof Target)[]
  // Half of the fields are the asker's own: one foreign id among good ones is what is easily overlooked.
  const picked = fields.map((field, nth) => {
    const of = (from[nth + 1] ?? 0) % 2 === 0 ? ownTarget : (targets[from[nth + 1] as number] as Target)
    return [field, field === 'joinerId' && of !== ownTarget ? of.studentId : of[field]]
  })
  return Object.fromEntries(picked)
}

/** Whoever may, in the own course: with one foreign thing among what is theirs, and the other way round. */
const singledOut = ({ targets, secrets, people }: Town, errands: Errand[]): Asked[] => {
  const [own, ...others] = targets as [Target, ...Target[]]
  return errands.flatMap((errand, nth) => {
    const who = curious.includes(errand.by) ? errand.by : 'teacher'
    const person = people[who]
    const target = others[nth % others.length] as Target
    const other = { ...target, joinerId: target.studentId }
    const fields = fieldsOf(errand, own, guessed)
    const abouts = fields.flatMap((field) => [
      { ...own, [field]: other[field] },
      ...(fields.length > 1 ? [{ ...other, [field]: own[field] }] : []),
    ])
    const mine = person.courses.length > 0 ? (secrets[0] as Secrets) : guessed
    return abouts
      .filter((about) => !meddles(errand, about, own))
      .map((about) => ({ errand, who, person, about, own: mine }))
  })
}

/** What is used up cannot be taken back: that of others is not to be, and the asker's own is kept. */
const meddles = ({ usesUp }: Errand, about: Target, own: Target | undefined): boolean =>
  usesUp && about.uploadId === own?.uploadId

/** Requests, each by somebody about something; the same for the same seed. First every foreign thing alone, then as chance has it. */
export const askedOf = (town: Town, errands: Errand[], { seed, runs }: { seed: number; runs: number }): Asked[] => {
  const { targets, secrets, people } = town
  const byChance = fc
    .tuple(fc.constantFrom(...errands), fc.constantFrom(...curious), mix(targets.length))
    .map(([errand, who, how]) => {
      const person = people[who]
      const [course] = person.courses
      const about = mixed(targets, (course ?? (how.from[1] as number) + 1) - 1, how)
      const own = course === undefined ? guessed : (secrets[course - 1] as Secrets)
      return { errand, who, person, about, own }
    })
    .filter(({ errand, about }) => !meddles(errand, about, targets[0]))
  const first = singledOut(town, errands)
  return [...first, ...fc.sample(byChance, { seed, numRuns: Math.max(0, runs - first.length) })]
}
