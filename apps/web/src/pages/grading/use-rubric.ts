import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { client, trpc } from '../../api/client.ts'
import { hasMark, isSameMarks, type Marks, noMarks } from '../../music/marks.ts'
import type { TakeOfWork } from './work.ts'

/** A moment's rest after the last change: every saving is an entry in the history of the grade. */
const restMs = 900

export type Saving = 'untouched' | 'unsaved' | 'saving' | 'saved' | 'failed'

type Grade = TakeOfWork['grade']

/** A grade that is changed keeps its id. */
const isSameGrade = (one: Grade, other: Grade): boolean => one?.id === other?.id && one?.createdAt === other?.createdAt

const marksOf = (grade: Grade): Marks =>
  grade ? { rhythm: grade.rhythm, tone: grade.tone, expression: grade.expression } : noMarks

/**
 * The marks of one submission, saved by themselves, with the way back to what they were. What becomes of the grade elsewhere
 * (taken back, restored, given by a colleague) is seen here too, unless something is about to be saved.
 */
export const useRubric = (course: string, submissionId: number, grade: Grade) => {
  const queries = useQueryClient()
  const [marks, setMarks] = useState(() => marksOf(grade))
  const [before, setBefore] = useState<Marks[]>([])
  const [saving, setSaving] = useState<Saving>('untouched')
  const pending = useRef<{ marks: Marks; timer: number } | null>(null)

  const { mutate, isPending } = useMutation({
    // One after the other, as they were given.
    scope: { id: `grade-${submissionId}` },
    mutationFn: (next: Marks) => client.grades.grade.mutate({ course, submissionId, ...next }),
    // What is typed while the connection is lost waits, and is saved when it is back.
    onMutate: () => setSaving('saving'),
    onSuccess: async () => {
      setSaving(pending.current ? 'unsaved' : 'saved')
      await Promise.all([
        queries.invalidateQueries(trpc.submissions.pathFilter()),
        queries.invalidateQueries(trpc.assignments.ofCourse.pathFilter()),
        queries.invalidateQueries(trpc.courses.waiting.pathFilter()),
      ])
    },
    onError: () => setSaving('failed'),
  })

  const isAtRest = !isPending && (saving === 'untouched' || saving === 'saved')
  const [seen, setSeen] = useState(grade)
  if (!isSameGrade(grade, seen)) {
    setSeen(grade)
    if (isAtRest && !isSameMarks(marksOf(grade), marks)) {
      setMarks(marksOf(grade))
      setBefore([])
      setSaving('untouched')
    }
  }

  const flush = useCallback(() => {
    if (!pending.current) return
    window.clearTimeout(pending.current.timer)
    const next = pending.current.marks
    pending.current = null
    mutate(next)
  }, [mutate])

  // Whoever goes on to the next student has not lost the last mark.
  useEffect(() => flush, [flush])

  const put = (next: Marks): void => {
    setMarks(next)
    if (pending.current) window.clearTimeout(pending.current.timer)
    pending.current = null
    if (!hasMark(next)) return
    setSaving('unsaved')
    pending.current = { marks: next, timer: window.setTimeout(flush, restMs) }
  }

  const change = (next: Marks): void => {
    setBefore([...before, marks])
    put(next)
  }

  const last = before.at(-1)
  const undo =
    last && hasMark(last)
      ? () => {
          setBefore(before.slice(0, -1))
          put(last)
        }
      : null

  return { marks, change, undo, saving, isAtRest, retry: () => mutate(marks) }
}
