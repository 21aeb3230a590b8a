import { Button, Stack } from '@mantine/core'
import { IconChartBar, IconFileSpreadsheet } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { changed, type Words } from '../../address.ts'
import { trpc } from '../../api/client.ts'
import { text } from '../../text/index.ts'
import { Page } from '../../ui/page.tsx'
import { EmptyState, FailureState, LoadingState } from '../../ui/states.tsx'
import { type WorkFields, WorkFilter } from '../export/work-filter.tsx'
import { BesideSelf } from './beside-self.tsx'
import { ByActivity } from './by-activity.tsx'
import { OverTime } from './over-time.tsx'

const words = text.figures

type Fields = WorkFields & Words<'by'>

/** Work and ratings at a glance, for researchers. What is looked at stands in the address. */
export const FiguresPage = () => {
  const { by: byGiven, ...filter }: Fields = useSearch({ from: '/signed-in/figures' })
  const by = byGiven === 'day' ? 'day' : 'week'
  const navigate = useNavigate()
  const look = (changes: Fields): void =>
    void navigate({
      to: '/figures',
      search: (before) => changed<keyof Fields>(before, changes),
      replace: true,
      resetScroll: false,
    })
  const kept = { placeholderData: keepPreviousData }
  const overTime = useQuery({ ...trpc.research.submissionsOverTime.queryOptions({ ...filter, by }), ...kept })
  const byActivity = useQuery({ ...trpc.research.ratingsByActivity.queryOptions(filter), ...kept })
  const besideSelf = useQuery({ ...trpc.research.teacherAndSelf.queryOptions(filter), ...kept })
  const error = overTime.error ?? byActivity.error ?? besideSelf.error
  const isThere = overTime.data && byActivity.data && besideSelf.data
  return (
    <Page
      title={words.title}
      width="wide"
      actions={
        <Button
          variant="default"
          leftSection={<IconFileSpreadsheet size={18} aria-hidden />}
          renderRoot={(props) => <Link {...props} to="/export" search={filter} />}
        >
          {words.toExport}
        </Button>
      }
    >
      <Stack>
        <WorkFilter fields={filter} onChange={look} />
        {error && <FailureState error={error} />}
        {!error && !isThere && <LoadingState />}
        {!error && isThere && overTime.data.submissions === 0 && (
          <EmptyState icon={IconChartBar} title={words.nothingTitle}>
            {words.nothing}
          </EmptyState>
        )}
        {!error && isThere && overTime.data.submissions > 0 && (
          <>
            <OverTime found={overTime.data} by={by} onBy={(chosen) => look({ by: chosen === 'day' ? chosen : '' })} />
            <ByActivity found={byActivity.data} />
            <BesideSelf found={besideSelf.data} />
          </>
        )}
      </Stack>
    </Page>
  )
}
