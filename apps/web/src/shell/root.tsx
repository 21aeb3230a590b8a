import { Outlet } from '@tanstack/react-router'
import { text } from '../text/index.ts'
import { ConnectionBanner } from './connection-banner.tsx'
import classes from './root.module.css'

/** What stands around every page, signed in or not. */
export const Root = () => (
  <>
    <a href="#content" className={classes.skip}>
      {text.app.skip}
    </a>
    <ConnectionBanner />
    <Outlet />
  </>
)
