import { IconUserQuestion } from '@tabler/icons-react'
import { text } from '../../text/index.ts'
import { Page } from '../../ui/page.tsx'
import { EmptyState } from '../../ui/states.tsx'

/** For whoever belongs to no course yet. */
export const HomePage = () => (
  <Page title={text.app.name}>
    <EmptyState icon={IconUserQuestion} title={text.home.nothingTitle}>
      {text.home.nothing}
    </EmptyState>
  </Page>
)
