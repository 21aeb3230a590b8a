import { Anchor, Button, Group, NativeSelect, Stack, Text } from '@mantine/core'
import { IconBooks, IconListNumbers, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { EmptyState, FailureState, LoadingState } from '../../ui/states.tsx'
import { Surface } from '../../ui/surface.tsx'
import classes from './rows.module.css'
import { useTaughtCourses } from './use-taught-courses.ts'

const words = text.library

/** The curricula of a course: which plans it is offered, in which order. */
export const CurriculaPage = () => {
  const { course: wanted } = useSearch({ from: '/signed-in/library/curricula' })
  const navigate = useNavigate()
  const courses = useTaughtCourses()
  const course = courses.find(({ slug }) => slug === wanted) ?? courses[0]
  if (!course)
    return (
      <EmptyState
        icon={IconBooks}
        title={words.noCoursesTitle}
        action={<Button renderRoot={(props) => <Link {...props} to="/courses/new" />}>{text.courses.new}</Button>}
      >
        {words.noCourses}
      </EmptyState>
    )
  return (
    <Stack>
      <Text c="dimmed">{words.curriculaLead}</Text>
      <NativeSelect
        label={words.course}
        w="18rem"
        maw="100%"
        value={course.slug}
        data={courses.map(({ slug, name }) => ({ value: slug, label: name }))}
        onChange={({ currentTarget }) =>
          void navigate({ to: '/library/curricula', search: { course: currentTarget.value }, replace: true })
        }
      />
      <CurriculaOf key={course.slug} course={course.slug} />
    </Stack>
  )
}

const CurriculaOf = ({ course }: { course: string }) => {
  const { data: curricula, error } = useQuery(trpc.plans.curricula.queryOptions({ course }))
  const newCurriculum = (
    <Button
      renderRoot={(props) => <Link {...props} to="/library/curricula/new" search={{ course }} />}
      leftSection={<IconPlus size={18} aria-hidden />}
    >
      {words.newCurriculum}
    </Button>
  )
  if (error) return <FailureState error={error} />
  if (!curricula) return <LoadingState rows={2} />
  if (curricula.length === 0)
    return (
      <EmptyState icon={IconListNumbers} title={words.noCurriculaTitle} action={newCurriculum}>
        {words.noCurricula}
      </EmptyState>
    )
  return (
    <>
      <Group>{newCurriculum}</Group>
      <Surface>
        <ul aria-label={words.curricula} className={classes.rows}>
          {curricula.map(({ id, name, plans }) => (
            <li key={id} className={classes.row}>
              <div className={classes.what}>
                <Anchor
                  fw={550}
                  renderRoot={(props) => (
                    <Link
                      {...props}
                      to="/library/curricula/$curriculum"
                      params={{ curriculum: String(id) }}
                      search={{ course }}
                    />
                  )}
                >
                  {name}
                </Anchor>
                <small>{words.plansFound(plans.length)}</small>
              </div>
            </li>
          ))}
        </ul>
      </Surface>
    </>
  )
}
