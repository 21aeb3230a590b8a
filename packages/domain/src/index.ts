/** What MusicCPR knows. Each room is a namespace of verbs, `verb(ctx, input)`, and of the zod schemas of their inputs. */
export * as assignments from './assignments/index.ts'
export * as audit from './audit/index.ts'
export * as auth from './auth/index.ts'
export * as backup from './backup/index.ts'
export * as configs from './configs/index.ts'
export {
  type Actor,
  bareServices,
  type Clock,
  type Ctx,
  type Random,
  type Services,
  systemClock,
  systemContext,
  systemRandom,
  withTransaction,
} from './context.ts'
export * as courses from './courses/index.ts'
export * from './database.ts'
export { isUnavailable } from './database-errors.ts'
export * as demo from './demo/index.ts'
export * as enrollments from './enrollments/index.ts'
export { DomainError, type ErrorCode, type ErrorDetails } from './errors.ts'
export * as events from './events/index.ts'
export * as idempotency from './idempotency/index.ts'
export * as instruments from './instruments/index.ts'
export { JsonText, LibraryText, tagOf } from './json.ts'
export * as library from './library/index.ts'
export * as mail from './mail/index.ts'
export * as media from './media/index.ts'
export * as music from './music/index.ts'
export * as plans from './plans/index.ts'
export { type Action, policy } from './policy.ts'
export * as privacy from './privacy/index.ts'
export * as progress from './progress/index.ts'
export * as removals from './removals/index.ts'
export * as research from './research/index.ts'
export * as roster from './roster/index.ts'
export * as submissions from './submissions/index.ts'
export * as transfer from './transfer/index.ts'
export * as users from './users/index.ts'
