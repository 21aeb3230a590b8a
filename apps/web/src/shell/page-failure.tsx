import { Button } from '@mantine/core'
import { IconMapOff } from '@tabler/icons-react'
import { Link, useRouter } from '@tanstack/react-router'
import { failureOf } from '../api/errors.ts'
import { text } from '../text/index.ts'
import { Page } from '../ui/page.tsx'
import { EmptyState, FailureState } from '../ui/states.tsx'

/** In place of a page that could not be shown. */
export const PageFailure = ({ error, reset }: { error: unknown; reset: () => void }) => {
  const router = useRouter()
  const retry = (): void => {
    reset()
    void router.invalidate()
  }
  return (
    <Page title={failureOf(error).title}>
      <FailureState error={error} retry={retry} />
    </Page>
  )
}

/** For an address that leads nowhere. */
export const NoPage = () => (
  <Page title={text.errors.notFoundTitle}>
    <EmptyState
      icon={IconMapOff}
      title={text.errors.notFoundTitle}
      action={
        <Button component={Link} to="/">
          {text.common.toStart}
        </Button>
      }
    >
      {text.errors.noPage}
    </EmptyState>
  </Page>
)
