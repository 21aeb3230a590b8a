import { type Outputs, trpc } from '../../api/client.ts'

export type Removal = Outputs['removals']['list']['removals'][number]

/** What can be restored in a course, or everywhere, page by page. */
export const removalsOf = (course?: string) =>
  trpc.removals.list.infiniteQueryOptions(course === undefined ? {} : { course }, {
    getNextPageParam: ({ next }) => next,
  })
