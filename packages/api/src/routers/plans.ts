import { plans } from '@cpr/domain'
import { procedure, router } from '../trpc.ts'

export const plansRouter = router({
  ofCourse: procedure.input(plans.coursePlansInput).query(({ ctx, input }) => plans.plansOfCourse(ctx.domain, input)),
  all: procedure.query(({ ctx }) => plans.listPlans(ctx.domain)),
  activities: procedure.query(({ ctx }) => plans.listActivities(ctx.domain)),
  createPlan: procedure.input(plans.createPlanInput).mutation(({ ctx, input }) => plans.createPlan(ctx.domain, input)),
  updatePlan: procedure.input(plans.updatePlanInput).mutation(({ ctx, input }) => plans.updatePlan(ctx.domain, input)),
  use: procedure.input(plans.planUseInput).query(({ ctx, input }) => plans.planUse(ctx.domain, input)),
  curricula: procedure.input(plans.curriculaInput).query(({ ctx, input }) => plans.listCurricula(ctx.domain, input)),
  createCurriculum: procedure
    .input(plans.createCurriculumInput)
    .mutation(({ ctx, input }) => plans.createCurriculum(ctx.domain, input)),
  updateCurriculum: procedure
    .input(plans.updateCurriculumInput)
    .mutation(({ ctx, input }) => plans.updateCurriculum(ctx.domain, input)),
})
