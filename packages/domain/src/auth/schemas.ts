import { z } from 'zod'
import { id } from '../schemas.ts'

/** Longer than any real name or password, short enough that checking one costs little. */
const credential = z.string().min(1).max(1024)

export const signInInput = z.object({ username: credential, password: credential })
export type SignInInput = z.infer<typeof signInInput>

/** A password that somebody chooses or gives out. */
export const password = z.string().min(8, 'A password has at least 8 characters.').max(1024)

export const endSessionInput = z.object({ id })
export type EndSessionInput = z.infer<typeof endSessionInput>

export const changePasswordInput = z.object({ currentPassword: credential, newPassword: password })
export type ChangePasswordInput = z.infer<typeof changePasswordInput>

export const requestResetInput = z.object({ email: z.email().max(254) })
export type RequestResetInput = z.infer<typeof requestResetInput>

const token = z.string().min(1).max(200)

export const resetPasswordInput = z.object({ token, newPassword: password })
export type ResetPasswordInput = z.infer<typeof resetPasswordInput>
