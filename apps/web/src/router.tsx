/** Which address shows which page. Pages beyond the door are fetched when they are gone to. */
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import { optionalDays, optionalWords } from './address.ts'
import { queryClient, session, trpc } from './api/client.ts'
import { isSignedOut } from './api/errors.ts'
import { ForgotPasswordPage } from './pages/door/forgot-password.tsx'
import { SignInPage } from './pages/door/sign-in.tsx'
import { HomePage } from './pages/home/home.tsx'
import { studentCourses } from './pages/music/student-course.ts'
import { removalsOf } from './pages/removed/removals.ts'
import { type Enrollment, type Roles, rolesOf, startFor } from './shell/navigation.ts'
import { NoPage, PageFailure } from './shell/page-failure.tsx'
import { Root } from './shell/root.tsx'
import { Shell } from './shell/shell.tsx'
import { LoadingState } from './ui/states.tsx'

const rootRoute = createRootRouteWithContext<Record<never, never>>()({ component: Root })

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: optionalWords('to'),
  component: SignInPage,
})

const forgotPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/forgot-password',
  component: ForgotPasswordPage,
})

const resetPasswordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reset-password',
  validateSearch: optionalWords('token'),
  component: lazyRouteComponent(() => import('./pages/door/reset-password.tsx'), 'ResetPasswordPage'),
})

const acceptInvitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/accept-invitation',
  validateSearch: optionalWords('token'),
  component: lazyRouteComponent(() => import('./pages/door/accept-invitation.tsx'), 'AcceptInvitationPage'),
})

/** Who somebody is does not change while they are here; courses are looked at again with each page that shows them. */
const loadPerson = async () => {
  const [me, enrollments] = await Promise.all([
    queryClient.ensureQueryData(trpc.auth.me.queryOptions()),
    queryClient.ensureQueryData(trpc.enrollments.mine.queryOptions()),
  ])
  return { me, enrollments, roles: rolesOf(me, enrollments) }
}

const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  component: Shell,
  beforeLoad: async ({ location }) => {
    try {
      return await loadPerson()
    } catch (error) {
      if (!isSignedOut(error)) throw error
      const search = location.pathname === '/' ? {} : { to: location.href }
      throw redirect({ to: '/sign-in', search })
    }
  },
})

const homeRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/',
  component: HomePage,
  beforeLoad: ({ context }) => {
    const to = startFor(context.roles)
    if (to) throw redirect({ to, replace: true })
  },
})

const accountRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/account',
  loader: () => queryClient.ensureQueryData(trpc.auth.sessions.queryOptions()),
  component: lazyRouteComponent(() => import('./pages/account/account.tsx'), 'AccountPage'),
})

/** The student's pages of one course; without a course in the address, of the first one. */
const toFirstCourse =
  (to: '/music/$course' | '/grades/$course') =>
  ({ context }: { context: { enrollments: Enrollment[] } }) => {
    const [first] = studentCourses(context.enrollments)
    if (!first) throw redirect({ to: '/', replace: true })
    throw redirect({ to, params: { course: first.slug }, replace: true })
  }

const loadMusic = ({ params }: { params: { course: string } }) =>
  queryClient.ensureQueryData(trpc.assignments.mine.queryOptions({ course: params.course }))

const musicIndexRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/music',
  beforeLoad: toFirstCourse('/music/$course'),
})

const musicRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/music/$course',
  loader: loadMusic,
  component: lazyRouteComponent(() => import('./pages/music/music.tsx'), 'MusicPage'),
})

const gradesIndexRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/grades',
  beforeLoad: toFirstCourse('/grades/$course'),
})

const gradesRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/grades/$course',
  loader: loadMusic,
  component: lazyRouteComponent(() => import('./pages/grades/grades.tsx'), 'GradesPage'),
})

const activityRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/music/$course/$assignment',
  loader: ({ params }) =>
    queryClient.ensureQueryData(
      trpc.assignments.get.queryOptions({ course: params.course, id: Number(params.assignment) }),
    ),
  component: lazyRouteComponent(() => import('./pages/activity/activity.tsx'), 'ActivityPage'),
})

const stepRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/music/$course/$assignment/steps/$step',
  loader: async ({ params: { course, assignment } }) => {
    const id = Number(assignment)
    // Fetched apart: with it comes what sends.
    const { savedOptions } = await import('./steps/use-steps.ts')
    await Promise.all([
      queryClient.ensureQueryData(trpc.assignments.get.queryOptions({ course, id })),
      queryClient.ensureQueryData(savedOptions(course, id)),
    ])
  },
  component: lazyRouteComponent(() => import('./pages/steps/step.tsx'), 'StepPage'),
})

const coursesRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/courses',
  loader: () =>
    Promise.all([
      queryClient.ensureQueryData(trpc.courses.list.queryOptions({ archived: true })),
      queryClient.ensureQueryData(trpc.courses.waiting.queryOptions()),
    ]),
  component: lazyRouteComponent(() => import('./pages/courses/courses.tsx'), 'CoursesPage'),
})

const newCourseRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/courses/new',
  component: lazyRouteComponent(() => import('./pages/courses/new-course.tsx'), 'NewCoursePage'),
})

type InCourse = { params: { course: string } }

const loadCourse = ({ params: { course } }: InCourse) =>
  queryClient.ensureQueryData(trpc.courses.get.queryOptions({ course }))
const loadRoster = ({ params: { course } }: InCourse) =>
  Promise.all([
    queryClient.ensureQueryData(trpc.roster.list.queryOptions({ course })),
    queryClient.ensureQueryData(trpc.instruments.list.queryOptions()),
  ])
const loadAssignments = ({ params: { course } }: InCourse) =>
  queryClient.ensureQueryData(trpc.assignments.ofCourse.queryOptions({ course }))

const courseRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/courses/$course',
  loader: loadCourse,
  component: lazyRouteComponent(() => import('./pages/course/course.tsx'), 'CoursePage'),
})

const assignmentsRoute = createRoute({
  getParentRoute: () => courseRoute,
  path: '/',
  loader: ({ params }) =>
    Promise.all([
      loadAssignments({ params }),
      queryClient.ensureQueryData(trpc.assignments.groups.queryOptions({ course: params.course })),
      queryClient.ensureQueryData(trpc.courses.waiting.queryOptions()),
    ]),
  component: lazyRouteComponent(() => import('./pages/assignments/assignments.tsx'), 'AssignmentsPage'),
})

const assignRoute = createRoute({
  getParentRoute: () => courseRoute,
  path: '/assign',
  loader: ({ params }) =>
    Promise.all([
      loadAssignments({ params }),
      queryClient.ensureQueryData(trpc.plans.ofCourse.queryOptions({ course: params.course })),
      queryClient.ensureQueryData(trpc.music.pieces.queryOptions({})),
    ]),
  component: lazyRouteComponent(() => import('./pages/assign/assign.tsx'), 'AssignPage'),
})

const rosterRoute = createRoute({
  getParentRoute: () => courseRoute,
  path: '/roster',
  loader: loadRoster,
  component: lazyRouteComponent(() => import('./pages/roster/roster.tsx'), 'RosterPage'),
})

const gradebookRoute = createRoute({
  getParentRoute: () => courseRoute,
  path: '/gradebook',
  loader: ({ params }) =>
    Promise.all([
      loadRoster({ params }),
      loadAssignments({ params }),
      queryClient.ensureQueryData(trpc.submissions.standings.queryOptions({ course: params.course })),
    ]),
  component: lazyRouteComponent(() => import('./pages/gradebook/gradebook.tsx'), 'GradebookPage'),
})

const settingsRoute = createRoute({
  getParentRoute: () => courseRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./pages/course/settings.tsx'), 'SettingsPage'),
})

const removedRoute = createRoute({
  getParentRoute: () => courseRoute,
  path: '/settings/removed',
  loader: ({ params }) => queryClient.ensureInfiniteQueryData(removalsOf(params.course)),
  component: lazyRouteComponent(() => import('./pages/removed/removed.tsx'), 'RemovedPage'),
})

/** `student` is the enrollment whose work is looked at; without it, the first one that nobody graded. */
const gradingRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/courses/$course/grade/$assignment',
  validateSearch: (search: Record<string, unknown>): { student?: number } =>
    Number.isInteger(search.student) ? { student: search.student as number } : {},
  loader: ({ params }) => Promise.all([loadCourse({ params }), loadAssignments({ params })]),
  component: lazyRouteComponent(() => import('./pages/grading/grading.tsx'), 'GradingPage'),
})

/** Which work the export and the figures are about. */
const workFilter = (search: Record<string, unknown>) => ({
  ...optionalWords('course', 'activity')(search),
  ...optionalDays('from', 'to')(search),
})

const progressRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/courses/$course/steps/$assignment',
  loader: ({ params }) =>
    Promise.all([
      loadCourse({ params }),
      loadAssignments({ params }),
      queryClient.ensureQueryData(
        trpc.progress.ofAssignment.queryOptions({
          course: params.course,
          courseAssignmentId: Number(params.assignment),
        }),
      ),
    ]),
  component: lazyRouteComponent(() => import('./pages/progress/progress.tsx'), 'ProgressPage'),
})

const libraryRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/library',
  component: lazyRouteComponent(() => import('./pages/library/library.tsx'), 'LibraryPage'),
})

const loadPieces = () => queryClient.ensureQueryData(trpc.music.pieces.queryOptions({}))
const loadPlans = () => queryClient.ensureQueryData(trpc.plans.all.queryOptions())
const loadChoices = () => queryClient.ensureQueryData(trpc.music.choices.queryOptions())

const piecesRoute = createRoute({
  getParentRoute: () => libraryRoute,
  path: '/',
  loader: loadPieces,
  component: lazyRouteComponent(() => import('./pages/library/pieces.tsx'), 'PiecesPage'),
})

const plansRoute = createRoute({
  getParentRoute: () => libraryRoute,
  path: '/plans',
  loader: loadPlans,
  component: lazyRouteComponent(() => import('./pages/library/plans.tsx'), 'PlansPage'),
})

const curriculaRoute = createRoute({
  getParentRoute: () => libraryRoute,
  path: '/curricula',
  validateSearch: optionalWords('course'),
  loader: () => queryClient.ensureQueryData(trpc.courses.list.queryOptions({})),
  component: lazyRouteComponent(() => import('./pages/library/curricula.tsx'), 'CurriculaPage'),
})

const newPieceRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/library/pieces/new',
  loader: loadChoices,
  component: lazyRouteComponent(() => import('./pages/library/new-piece.tsx'), 'NewPiecePage'),
})

const pieceRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/library/pieces/$piece',
  // Whoever changes a piece begins with how it stands now.
  loader: ({ params, context: { me } }) =>
    Promise.all([
      queryClient.fetchQuery(trpc.music.piece.queryOptions({ id: Number(params.piece) })),
      ...(me.isSuperuser || me.groups.includes('TEACHER') ? [loadPlans()] : []),
      ...(me.isSuperuser
        ? [
            loadChoices(),
            queryClient.ensureQueryData(trpc.instruments.list.queryOptions()),
            queryClient.fetchQuery(trpc.music.pieceUse.queryOptions({ id: Number(params.piece) })),
          ]
        : []),
    ]),
  component: lazyRouteComponent(() => import('./pages/library/piece.tsx'), 'PiecePage'),
})

const loadForPlan = () =>
  Promise.all([loadPieces(), loadPlans(), queryClient.ensureQueryData(trpc.plans.activities.queryOptions())])

/** `piece` is the one that the plan is to be of. */
const newPlanRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/library/plans/new',
  validateSearch: (search: Record<string, unknown>): { piece?: number } =>
    Number.isInteger(search.piece) ? { piece: search.piece as number } : {},
  loader: loadForPlan,
  component: lazyRouteComponent(() => import('./pages/library/new-plan.tsx'), 'NewPlanPage'),
})

const planRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/library/plans/$plan',
  loader: loadForPlan,
  component: lazyRouteComponent(() => import('./pages/library/plan.tsx'), 'PlanPage'),
})

const courseInSearch = ({ course }: Record<string, unknown>): { course: string } => ({
  course: typeof course === 'string' ? course : '',
})

const newCurriculumRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/library/curricula/new',
  validateSearch: courseInSearch,
  loader: () => Promise.all([loadPlans(), queryClient.ensureQueryData(trpc.courses.list.queryOptions({}))]),
  component: lazyRouteComponent(() => import('./pages/library/new-curriculum.tsx'), 'NewCurriculumPage'),
})

const curriculumRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/library/curricula/$curriculum',
  validateSearch: courseInSearch,
  loaderDeps: ({ search: { course } }) => ({ course }),
  loader: ({ deps: { course } }) =>
    Promise.all([loadPlans(), queryClient.ensureQueryData(trpc.plans.curricula.queryOptions({ course }))]),
  component: lazyRouteComponent(() => import('./pages/library/curriculum.tsx'), 'CurriculumPage'),
})

const exportRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/export',
  validateSearch: workFilter,
  loader: () =>
    Promise.all([
      queryClient.ensureQueryData(trpc.research.codebook.queryOptions()),
      queryClient.ensureQueryData(trpc.research.choices.queryOptions()),
    ]),
  component: lazyRouteComponent(() => import('./pages/export/export.tsx'), 'ExportPage'),
})

const figuresRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/figures',
  validateSearch: (search: Record<string, unknown>) => ({ ...workFilter(search), ...optionalWords('by')(search) }),
  loader: () => queryClient.ensureQueryData(trpc.research.choices.queryOptions()),
  component: lazyRouteComponent(() => import('./pages/figures/figures.tsx'), 'FiguresPage'),
})

const peopleRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/people',
  component: lazyRouteComponent(() => import('./pages/people/people.tsx'), 'PeoplePage'),
})

const auditRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/audit',
  validateSearch: (search: Record<string, unknown>) => ({
    ...optionalWords('person', 'course', 'action')(search),
    ...optionalDays('from', 'to')(search),
  }),
  component: lazyRouteComponent(() => import('./pages/audit/audit.tsx'), 'AuditPage'),
})

const administratorsOnly = ({ context }: { context: { roles: Roles } }): void => {
  if (!context.roles.administers) throw redirect({ to: '/', replace: true })
}

const configsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/configurations',
  // Everybody may read them; what this page is for is changing the site's.
  beforeLoad: administratorsOnly,
  loader: () => queryClient.ensureQueryData(trpc.configs.list.queryOptions()),
  component: lazyRouteComponent(() => import('./pages/configs/configs.tsx'), 'ConfigsPage'),
})

/** Of everything; a course's own stand in its settings. */
const everythingRemovedRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/removed',
  beforeLoad: administratorsOnly,
  loader: () => queryClient.ensureInfiniteQueryData(removalsOf()),
  component: lazyRouteComponent(() => import('./pages/removed/everything-removed.tsx'), 'EverythingRemovedPage'),
})

const routeTree = rootRoute.addChildren([
  signInRoute,
  forgotPasswordRoute,
  resetPasswordRoute,
  acceptInvitationRoute,
  signedInRoute.addChildren([
    homeRoute,
    accountRoute,
    musicIndexRoute,
    musicRoute,
    activityRoute,
    stepRoute,
    gradesIndexRoute,
    gradesRoute,
    coursesRoute,
    newCourseRoute,
    courseRoute.addChildren([assignmentsRoute, assignRoute, rosterRoute, gradebookRoute, settingsRoute, removedRoute]),
    gradingRoute,
    progressRoute,
    libraryRoute.addChildren([piecesRoute, plansRoute, curriculaRoute]),
    newPieceRoute,
    pieceRoute,
    newPlanRoute,
    planRoute,
    newCurriculumRoute,
    curriculumRoute,
    exportRoute,
    figuresRoute,
    peopleRoute,
    auditRoute,
    configsRoute,
    everythingRemovedRoute,
  ]),
])

export const router = createRouter({
  routeTree,
  context: {},
  defaultPreload: 'intent',
  // What was fetched is remembered by the query client alone.
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultPendingComponent: LoadingState,
  defaultPendingMs: 300,
  defaultErrorComponent: PageFailure,
  defaultNotFoundComponent: NoPage,
})

session.addEventListener('ended', () => {
  const { pathname, href } = router.state.location
  if (pathname === '/sign-in') return
  queryClient.clear()
  void router.navigate({ to: '/sign-in', search: { to: href } })
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
