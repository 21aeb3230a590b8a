import { Button, Text } from '@mantine/core'
import { IconEraser } from '@tabler/icons-react'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Criterion } from '../../music/marks.ts'
import { text } from '../../text/index.ts'
import { effectOf } from './keys.ts'
import { Rubric } from './rubric.tsx'
import { useRubric } from './use-rubric.ts'
import { useTakeBack } from './use-take-back.ts'
import type { TakeOfWork } from './work.ts'

type GradeFormProps = {
  course: string
  submissionId: number
  grade: TakeOfWork['grade']
  /** Whose work it is. */
  name: string
  onNext: () => void
  onPlay: () => void
}

/** A letter or digit that goes into a field is no command. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))

/** The rubric, by hand and by keys. */
export const GradeForm = ({ course, submissionId, grade, name, onNext, onPlay }: GradeFormProps) => {
  const { marks, change, undo, saving, isAtRest, retry } = useRubric(course, submissionId, grade)
  const takeBack = useTakeBack(submissionId, name)
  const rubric = useRef<HTMLFieldSetElement>(null)
  const [active, setActive] = useState<Criterion>('rhythm')
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
    const effect = effectOf(event.key, marks, active)
    if (!effect) return
    event.preventDefault()
    if (effect.kind === 'next') onNext()
    else if (effect.kind === 'play') onPlay()
    else if (effect.kind === 'undo') undo?.()
    else {
      change(effect.marks)
      setActive(effect.active)
    }
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => onKey(event)
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
  return (
    <>
      <Rubric
        ref={rubric}
        marks={marks}
        active={active}
        onActive={setActive}
        onChange={change}
        undo={undo}
        saving={saving}
        retry={retry}
      />
      {grade && (
        <Button
          mt="sm"
          size="xs"
          variant="default"
          leftSection={<IconEraser size={16} aria-hidden />}
          disabled={!isAtRest}
          loading={takeBack.isPending}
          // The button goes with the grade.
          onClick={() => takeBack.mutate({ course, id: grade.id }, { onSuccess: () => rubric.current?.focus() })}
        >
          {text.grading.takeBack}
        </Button>
      )}
      <Text size="xs" c="dimmed" mt="md">
        {text.grading.keys}
      </Text>
    </>
  )
}
