import { assignments } from '@cpr/domain'
import { procedure, router } from '../trpc.ts'

export const assignmentsRouter = router({
  assignPiece: procedure
    .input(assignments.assignPieceInput)
    .mutation(({ ctx, input }) => assignments.assignPiece(ctx.domain, input)),
  assignPlan: procedure
    .input(assignments.assignPlanInput)
    .mutation(({ ctx, input }) => assignments.assignPlan(ctx.domain, input)),
  assignCurriculum: procedure
    .input(assignments.assignCurriculumInput)
    .mutation(({ ctx, input }) => assignments.assignCurriculum(ctx.domain, input)),
  placeLateJoiners: procedure
    .input(assignments.placeLateJoinersInput)
    .mutation(({ ctx, input }) => assignments.placeLateJoiners(ctx.domain, input)),
  swapMembers: procedure
    .input(assignments.swapMembersInput)
    .mutation(({ ctx, input }) => assignments.swapMembers(ctx.domain, input)),
  unassign: procedure
    .input(assignments.unassignInput)
    .mutation(({ ctx, input }) => assignments.unassign(ctx.domain, input)),
  changeInstrument: procedure
    .input(assignments.changePieceInstrumentInput)
    .mutation(({ ctx, input }) => assignments.changePieceInstrument(ctx.domain, input)),
  setMyInstrument: procedure
    .input(assignments.setMyInstrumentInput)
    .mutation(({ ctx, input }) => assignments.setMyInstrument(ctx.domain, input)),
  setOverride: procedure
    .input(assignments.setOverrideInput)
    .mutation(({ ctx, input }) => assignments.setOverride(ctx.domain, input)),
  setDeadlines: procedure
    .input(assignments.setDeadlinesInput)
    .mutation(({ ctx, input }) => assignments.setDeadlines(ctx.domain, input)),
  list: procedure
    .input(assignments.listAssignmentsInput)
    .query(({ ctx, input }) => assignments.listAssignments(ctx.domain, input)),
  mine: procedure
    .input(assignments.myAssignmentsInput)
    .query(({ ctx, input }) => assignments.myAssignments(ctx.domain, input)),
  ofCourse: procedure
    .input(assignments.courseAssignmentsInput)
    .query(({ ctx, input }) => assignments.courseAssignments(ctx.domain, input)),
  ofStudent: procedure
    .input(assignments.studentAssignmentsInput)
    .query(({ ctx, input }) => assignments.studentAssignments(ctx.domain, input)),
  get: procedure
    .input(assignments.getAssignmentInput)
    .query(({ ctx, input }) => assignments.getAssignment(ctx.domain, input)),
  groups: procedure
    .input(assignments.courseGroupsInput)
    .query(({ ctx, input }) => assignments.courseGroups(ctx.domain, input)),
  preview: procedure
    .input(assignments.previewAssignInput)
    .query(({ ctx, input }) => assignments.previewAssign(ctx.domain, input)),
  activities: procedure
    .input(assignments.courseActivitiesInput)
    .query(({ ctx, input }) => assignments.courseActivities(ctx.domain, input)),
})
