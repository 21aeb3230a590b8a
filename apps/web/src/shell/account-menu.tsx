import { Avatar, Menu, UnstyledButton, useMantineColorScheme, VisuallyHidden } from '@mantine/core'
import { IconLogout, IconUser } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import { queryClient, trpc } from '../api/client.ts'
import { text } from '../text/index.ts'
import { toastFailed } from '../ui/toasts.tsx'
import classes from './account-menu.module.css'

const words = text.nav

const schemes = ['light', 'dark', 'auto'] as const

/** The own account, light or dark, and the way out. */
export const AccountMenu = ({ name }: { name: string }) => {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const router = useRouter()
  const signOut = useMutation(
    trpc.auth.signOut.mutationOptions({
      onSuccess: async () => {
        await router.navigate({ to: '/sign-in' })
        queryClient.clear()
      },
      onError: toastFailed,
    }),
  )
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <UnstyledButton className={classes.target}>
          <Avatar name={name} alt="" aria-hidden color="lake" radius="xl" size={36} />
          <VisuallyHidden>{words.menu(name)}</VisuallyHidden>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label className={classes.label}>{name}</Menu.Label>
        <Menu.Item component={Link} to="/account" leftSection={<IconUser size={18} aria-hidden />}>
          {words.account}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label className={classes.label}>{words.appearance}</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={(scheme) => setColorScheme(scheme as typeof colorScheme)}>
          {schemes.map((scheme) => (
            <Menu.RadioItem key={scheme} value={scheme}>
              {words[scheme]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={18} aria-hidden />} onClick={() => signOut.mutate()}>
          {words.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
