import { users } from '@cpr/domain'
import { procedure, router } from '../trpc.ts'

export const usersRouter = router({
  create: procedure
    .meta({ holdsSecret: true })
    .input(users.createUserInput)
    .mutation(({ ctx, input }) => users.createUser(ctx.domain, input)),
  setPassword: procedure
    .meta({ holdsSecret: true })
    .input(users.setPasswordInput)
    .mutation(({ ctx, input }) => users.setPassword(ctx.domain, input)),
  search: procedure.input(users.searchUsersInput).query(({ ctx, input }) => users.searchUsers(ctx.domain, input)),
  setActive: procedure.input(users.setActiveInput).mutation(({ ctx, input }) => users.setActive(ctx.domain, input)),
  inviteTeachers: procedure
    .input(users.inviteTeachersInput)
    .mutation(({ ctx, input }) => users.inviteTeachers(ctx.domain, input)),
  invitation: procedure
    .input(users.getInvitationInput)
    .query(({ ctx, input }) => users.getInvitation(ctx.domain, input)),
  acceptInvitation: procedure
    .input(users.acceptInvitationInput)
    .mutation(({ ctx, input }) => users.acceptInvitation(ctx.domain, input)),
  updateStudent: procedure
    .input(users.updateStudentInput)
    .mutation(({ ctx, input }) => users.updateStudent(ctx.domain, input)),
  resetStudentPassword: procedure
    .meta({ holdsSecret: true })
    .input(users.resetStudentPasswordInput)
    .mutation(({ ctx, input }) => users.resetStudentPassword(ctx.domain, input)),
})
