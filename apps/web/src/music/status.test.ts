import { describe, expect, it } from 'vitest'
import { gradedOf, isDone, lastTakeOf, nextOf, progressOf, type Status, type Submission, statusOf } from './status.ts'

const today = '2026-05-05'
const graded = { grade: { rhythm: 4 } } as unknown as Submission
const handedIn = { grade: null } as unknown as Submission

const assignment = (id: number, deadline: string | null, submissions: Submission[] = [], numberOfSubmissions = 1) => ({
  id,
  deadline,
  submissions,
  activity: { type: 'Melody', category: 'Perform', numberOfSubmissions },
  progress: null as { currentStep: number; finishedAt: string | null } | null,
})

const study = (id: number, currentStep: number, finishedAt: string | null = null, deadline: string | null = null) => ({
  ...assignment(id, deadline),
  activity: { type: 'Study', category: 'Study', numberOfSubmissions: 1 },
  progress: { currentStep, finishedAt },
})

const finishedAt = '2026-05-01T10:00:00.000Z'

describe('how an assignment stands', () => {
  it.each<[what: string, standing: ReturnType<typeof assignment>, status: Status]>([
    ['nothing handed in, no deadline', assignment(1, null), 'open'],
    ['nothing handed in, due today', assignment(1, '2026-05-05'), 'open'],
    ['nothing handed in, due yesterday', assignment(1, '2026-05-04'), 'late'],
    ['handed in, due yesterday', assignment(1, '2026-05-04', [handedIn]), 'handed-in'],
    ['one of two takes, due yesterday', assignment(1, '2026-05-04', [handedIn], 2), 'late'],
    ['one of two takes, in time', assignment(1, '2026-05-06', [handedIn], 2), 'open'],
    ['an activity that asks for no number', assignment(1, null, [handedIn], 0), 'handed-in'],
    ['an earlier take graded', assignment(1, null, [graded, handedIn]), 'graded'],
    ['at the last of four steps', study(1, 4), 'open'],
    ['at a step, due yesterday', study(1, 2, null, '2026-05-04'), 'late'],
    ['four steps finished', study(1, 4, finishedAt, '2026-05-04'), 'finished'],
    [
      'steps of an activity that asks for a recording',
      { ...assignment(1, null), progress: { currentStep: 4, finishedAt } },
      'open',
    ],
  ])('%s', (_what, standing, status) => {
    expect(statusOf(standing, today)).toBe(status)
  })

  it('is done with as many submissions as the activity asks for', () => {
    expect([0, 1, 2, 3].map((takes) => isDone(assignment(1, null, Array(takes).fill(handedIn), 2)))).toEqual([
      false,
      false,
      true,
      true,
    ])
    expect(progressOf([assignment(1, null), assignment(2, null, [handedIn])])).toEqual({ done: 1, all: 2 })
  })
})

describe('what is next', () => {
  it('is what is due first, whatever is in front of it', () => {
    const assignments = [assignment(1, null), assignment(2, '2026-06-01'), assignment(3, '2026-05-01')]
    expect(nextOf(assignments)?.id).toBe(3)
  })

  it('is the first one that is missing where nothing has a deadline', () => {
    expect(nextOf([assignment(1, null, [handedIn]), assignment(2, null), assignment(3, null)])?.id).toBe(2)
  })

  it('is nothing where all is done', () => {
    expect(nextOf([assignment(1, '2026-05-01', [handedIn])])).toBeNull()
    expect(nextOf([])).toBeNull()
  })
})

it('the last take is the newest one with a recording, of any activity', () => {
  const take = (id: number, contentType: string) => ({ id, attachments: [{ contentType }] }) as Submission
  const assignments = [
    { submissions: [take(1, 'audio/webm'), take(4, 'image/png')] },
    { submissions: [take(3, 'video/mp4'), take(2, 'audio/mpeg'), { id: 5, attachments: [] } as unknown as Submission] },
  ]
  expect(lastTakeOf(assignments)?.id).toBe(3)
  expect(lastTakeOf([])).toBeNull()
})

it('the grade that is shown is that of the latest graded take', () => {
  const later = { ...graded, id: 2 }
  expect(gradedOf([graded, later, handedIn])).toBe(later)
  expect(gradedOf([handedIn])).toBeNull()
})
