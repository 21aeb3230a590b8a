/** Every procedure. A router is thin: input schema, verb, return; rules are in the domain. */
import { assignmentsRouter } from './routers/assignments.ts'
import { attachmentsRouter } from './routers/attachments.ts'
import { auditRouter } from './routers/audit.ts'
import { authRouter } from './routers/auth.ts'
import { configsRouter } from './routers/configs.ts'
import { coursesRouter } from './routers/courses.ts'
import { enrollmentsRouter } from './routers/enrollments.ts'
import { gradesRouter } from './routers/grades.ts'
import { instrumentsRouter } from './routers/instruments.ts'
import { musicRouter } from './routers/music.ts'
import { plansRouter } from './routers/plans.ts'
import { progressRouter } from './routers/progress.ts'
import { removalsRouter } from './routers/removals.ts'
import { researchRouter } from './routers/research.ts'
import { rosterRouter } from './routers/roster.ts'
import { submissionsRouter } from './routers/submissions.ts'
import { usersRouter } from './routers/users.ts'
import { router } from './trpc.ts'

export const appRouter = router({
  auth: authRouter,
  users: usersRouter,
  courses: coursesRouter,
  enrollments: enrollmentsRouter,
  roster: rosterRouter,
  instruments: instrumentsRouter,
  music: musicRouter,
  plans: plansRouter,
  assignments: assignmentsRouter,
  submissions: submissionsRouter,
  grades: gradesRouter,
  attachments: attachmentsRouter,
  progress: progressRouter,
  configs: configsRouter,
  research: researchRouter,
  audit: auditRouter,
  removals: removalsRouter,
})

export type AppRouter = typeof appRouter
