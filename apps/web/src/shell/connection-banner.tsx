import { IconCloudOff } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useIsConnected } from '../api/connection.ts'
import { text } from '../text/index.ts'
import { toastDone } from '../ui/toasts.tsx'
import classes from './connection-banner.module.css'

/** Says that the server is out of reach for as long as it is, and that it is back. */
export const ConnectionBanner = () => {
  const isConnected = useIsConnected()
  const wasConnected = useRef(true)
  useEffect(() => {
    if (isConnected && !wasConnected.current) toastDone(text.connection.back)
    wasConnected.current = isConnected
  }, [isConnected])
  return (
    <div role="status" className={classes.banner} data-lost={!isConnected || undefined}>
      {!isConnected && (
        <>
          <IconCloudOff size={18} aria-hidden />
          <span>{text.connection.lost}</span>
        </>
      )}
    </div>
  )
}
