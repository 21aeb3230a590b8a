import { text } from '../../text/index.ts'
import { Page } from '../../ui/page.tsx'
import { RemovalList } from './removal-list.tsx'

const words = text.removed

/** For administrators: what anybody removed anywhere in the last thirty days, and can be restored. */
export const EverythingRemovedPage = () => (
  <Page title={words.title}>
    <RemovalList title={words.everywhereTitle} lead={words.everywhereLead} empty={words.emptyEverywhere} />
  </Page>
)
