import { Link, Outlet } from '@tanstack/react-router'
import { text } from '../../text/index.ts'
import { Page } from '../../ui/page.tsx'
import tabStyles from '../../ui/tabs.module.css'
import { useAccess } from './access.ts'

const words = text.library

/** What there is to play and to assign: pieces for everybody to look at; plans and curricula for those who teach. */
export const LibraryPage = () => {
  const { mayPlan } = useAccess()
  return (
    <Page title={words.title}>
      {mayPlan && (
        <nav aria-label={words.tabs} className={tabStyles.tabs}>
          <Link to="/library" activeOptions={{ exact: true }} className={tabStyles.tab}>
            {words.pieces}
          </Link>
          <Link to="/library/plans" className={tabStyles.tab}>
            {words.plans}
          </Link>
          <Link to="/library/curricula" className={tabStyles.tab}>
            {words.curricula}
          </Link>
        </nav>
      )}
      <Outlet />
    </Page>
  )
}
