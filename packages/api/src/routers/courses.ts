import { courses } from '@cpr/domain'
import { procedure, router } from '../trpc.ts'

export const coursesRouter = router({
  list: procedure.input(courses.listCoursesInput).query(({ ctx, input }) => courses.listCourses(ctx.domain, input)),
  waiting: procedure.query(({ ctx }) => courses.waiting(ctx.domain)),
  get: procedure.input(courses.getCourseInput).query(({ ctx, input }) => courses.getCourse(ctx.domain, input)),
  create: procedure
    .input(courses.createCourseInput)
    .mutation(({ ctx, input }) => courses.createCourse(ctx.domain, input)),
  update: procedure
    .input(courses.updateCourseInput)
    .mutation(({ ctx, input }) => courses.updateCourse(ctx.domain, input)),
  archive: procedure
    .input(courses.archiveCourseInput)
    .mutation(({ ctx, input }) => courses.archiveCourse(ctx.domain, input)),
})
