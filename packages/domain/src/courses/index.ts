export { archiveCourse } from './archive-course.ts'
export { createCourse } from './create-course.ts'
export { getCourse } from './get-course.ts'
export { listCourses } from './list-courses.ts'
export {
  type CourseKey,
  courseFor,
  courseForWriting,
  courseSelect,
  lockCourse,
  refuseArchived,
  toCourse,
} from './queries.ts'
export { slugify, uniqueSlug } from './rules.ts'
export * from './schemas.ts'
export { answerToAsked, askedCourse, readInCourse } from './statement.ts'
export { updateCourse } from './update-course.ts'
export { waiting } from './waiting.ts'
