import { Link, Outlet, useRouteContext } from '@tanstack/react-router'
import { useEffect } from 'react'
import { text } from '../text/index.ts'
import { AccountMenu } from './account-menu.tsx'
import { Brand } from './brand.tsx'
import { linksFor } from './navigation.ts'
import classes from './shell.module.css'

/** What stands around every page of somebody who is signed in. On a phone the navigation is at the thumb. */
export const Shell = () => {
  const { me, roles } = useRouteContext({ from: '/signed-in' })
  // Fetched apart: most visits have nothing left to send.
  useEffect(() => {
    void import('../recording/hand-ins.ts').then(({ resumeHandIns }) => resumeHandIns(me.id))
    void import('../steps/sender.ts').then(({ resumeSteps }) => resumeSteps(me.id))
  }, [me.id])
  return (
    <div className={classes.shell}>
      <header className={classes.header}>
        <Link to="/" aria-label={text.app.home} className={classes.home}>
          <Brand />
        </Link>
        <nav aria-label={text.app.navigation} className={classes.navigation}>
          {linksFor(roles).map(({ to, label, icon: Icon }) => (
            <Link key={to} to={to} className={classes.link}>
              <Icon size={20} stroke={1.7} aria-hidden />
              {label}
            </Link>
          ))}
        </nav>
        <AccountMenu name={me.name || me.username} />
      </header>
      <main id="content" tabIndex={-1} className={classes.main}>
        <Outlet />
      </main>
    </div>
  )
}
