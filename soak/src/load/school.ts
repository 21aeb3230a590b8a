/** A school at work: its students and teachers, all at once. */
import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { type District, whoIsWho } from '@cpr/bench/district'
import type { Random } from '../random.ts'
import type { Pace } from './pace.ts'
import { newPerson } from './person.ts'
import { password } from './prepare.ts'
import { playStudent, type Student } from './student.ts'
import type { Tally } from './tally.ts'
import { playTeacher, type Teacher } from './teacher.ts'

export type School = {
  students: number
  /** Each has a course, and an equal share of the students. */
  teachers: number
  /** The last student comes so long after the first. */
  arrivingMs: number
  lastsMs: number
  /** See `Pace`. */
  scale: number
}

/** Two minutes of compressed sound: its bytes are as good as any, and made once. */
const recording = Buffer.concat([Buffer.from('RIFF....WAVEfmt ', 'latin1'), randomBytes(2_000_000 - 16)])

const pieces = [1, 2, 3, 4]
const activitiesOfPiece = 6
const recorded = { type: 'Melody', nth: 0 }
const written = { type: 'Reflection', nth: 3 }

const people = (district: District, studies: Map<string, number>) => {
  const who = whoIsWho(district)
  const username = (id: number): string => `user${id - who.firstUser}`
  const ofEachPiece = (course: number, { nth }: typeof recorded): number[] =>
    pieces.map((piece) => who.assignment(course) + (piece - 1) * activitiesOfPiece + nth)
  return {
    student: (course: number, nth: number): Student => ({
      username: username(who.student(course, nth)),
      password,
      course: who.courseSlug(course),
      toRecord: ofEachPiece(course, recorded),
      toWrite: ofEachPiece(course, written),
      toStudy: studies.get(who.courseSlug(course)) ?? 0,
    }),
    teacher: (course: number): Teacher => ({
      username: username(who.teacher(course)),
      password,
      course: who.courseSlug(course),
      work: pieces.flatMap((piece) =>
        [recorded, written].map(({ type }) => ({ pieceSlug: `piece-${piece}`, activityType: type })),
      ),
    }),
  }
}

type Scene = { address: string; district: District; studies: Map<string, number>; random: Random; tally: Tally }

/** Ends when everybody has been answered. */
export const holdSchool = async (
  { address, district, studies, random, tally }: Scene,
  { students, teachers, arrivingMs, lastsMs, scale }: School,
): Promise<void> => {
  const { student, teacher } = people(district, studies)
  const end = new AbortController()
  const pace: Pace = { random, scale, over: end.signal }
  const everybody = Array.from({ length: students + teachers }, () => newPerson(address, tally))
  const played = everybody.map((person, nth) => {
    if (nth >= students) return playTeacher(person, teacher(nth - students + 1), recording.length, pace)
    const who = student((nth % teachers) + 1, Math.floor(nth / teachers))
    return playStudent(person, who, recording, pace, (nth / students) * arrivingMs)
  })
  await sleep(lastsMs)
  end.abort()
  await Promise.all(played)
  await Promise.all(everybody.map((person) => person.leave()))
}
