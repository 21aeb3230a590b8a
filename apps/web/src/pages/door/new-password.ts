import { hasLength } from '@mantine/form'
import { text } from '../../text/index.ts'

export const shortestPassword = 8

/** A new password as every form asks for it. */
export const newPasswordRule = hasLength({ min: shortestPassword }, text.password.tooShort)
