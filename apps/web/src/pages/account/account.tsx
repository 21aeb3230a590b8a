import { Stack, Text } from '@mantine/core'
import { useRouteContext } from '@tanstack/react-router'
import { text } from '../../text/index.ts'
import { Page } from '../../ui/page.tsx'
import { ChangePassword } from './change-password.tsx'
import { Sessions } from './sessions.tsx'

/** The own account: password, and where one is signed in. */
export const AccountPage = () => {
  const { me } = useRouteContext({ from: '/signed-in' })
  return (
    <Page title={text.account.title}>
      <Stack gap="lg">
        <Text c="dimmed">{text.account.signedInAs(me.name, me.username)}</Text>
        <ChangePassword username={me.username} />
        <Sessions />
      </Stack>
    </Page>
  )
}
