/** Students and teachers who write one thing after the other, and each thing until it is acknowledged. */
import { setTimeout as sleep } from 'node:timers/promises'
import { whoIsWho } from '@cpr/bench/district'
import type { Place } from '../check.ts'
import type { Random } from '../random.ts'
import { NotAcknowledged } from './asking.ts'
import { type Journal, newJournal, noteUnforeseen } from './journal.ts'
import * as writes from './writes.ts'

const studentsOfCourse = 3
const pauseMs = 200
/** Longer than a machine that is busy with other things takes for all its restarts. */
const mostMsTried = 10 * 60_000
const mostMsWaited = 10_000

const studentsWrites = [
  writes.submission,
  writes.submissionByRest,
  writes.recording,
  writes.recording,
  writes.event,
  writes.eventByRest,
]

export type Writers = {
  journal: Journal
  /** Resolves with the next write that is acknowledged, or after some seconds. */
  writing: () => Promise<void>
  /** Lets everybody finish what they are at. */
  finish: () => Promise<void>
}

/** Three students and the teacher of each small course. @param where the address of the server by now */
export const startWriters = ({ district }: Place, random: Random, where: () => string): Writers => {
  const who = whoIsWho(district)
  const journal = newJournal()
  let finishing = false

  const send = async (write: writes.Write) => {
    const began = Date.now()
    for (let tries = 0; Date.now() - began < mostMsTried; tries += 1) {
      if (tries > 0) {
        journal.again += 1
        await sleep(pauseMs)
      }
      try {
        const entry = await write(where())
        journal.acknowledged.push(entry)
        return entry
      } catch (error) {
        if (!(error instanceof NotAcknowledged)) noteUnforeseen(journal, String(error))
      }
    }
    noteUnforeseen(journal, `given up after ${mostMsTried / 60_000} minutes`)
    return null
  }

  const goOn = async (one: () => Promise<unknown>): Promise<void> => {
    while (!finishing) {
      await one()
      await sleep(random.whole(0, 30))
    }
  }

  const running: Promise<void>[] = []
  for (let nth = 1; nth <= district.courses; nth += 1) {
    const course = who.courseSlug(nth)
    const handedIn: number[] = []
    for (let student = 0; student < studentsOfCourse; student += 1) {
      const userId = who.student(nth, student)
      const own: { id: number; courseAssignmentId: number }[] = []
      running.push(
        goOn(async () => {
          const target = { userId, course, courseAssignmentId: who.assignment(nth) + random.whole(0, 23) }
          const latest = own.at(-1)
          if (latest && random.whole(1, 3) === 1) {
            const { id, courseAssignmentId } = latest
            const attach = random.oneOf([writes.attachment, writes.attachmentByRest])
            await send(attach({ ...target, courseAssignmentId }, id, random))
            return
          }
          const write = random.oneOf(studentsWrites)
          const entry = await send(write(target, random))
          if (entry?.kind !== 'submission') return
          own.push(entry)
          handedIn.push(entry.id)
        }),
      )
    }
    const teacher = who.teacher(nth)
    running.push(
      goOn(async () => {
        if (handedIn.length === 0) return
        const write = random.oneOf([writes.grade, writes.gradeByRest])
        await send(write({ userId: teacher, course, submissionId: random.oneOf(handedIn) }, random))
        await sleep(random.whole(0, 60))
      }),
    )
  }
  return {
    journal,
    writing: async () => {
      const before = journal.acknowledged.length
      const until = Date.now() + mostMsWaited
      while (journal.acknowledged.length === before && Date.now() < until) await sleep(20)
    },
    finish: async () => {
      finishing = true
      await Promise.all(running)
    },
  }
}
