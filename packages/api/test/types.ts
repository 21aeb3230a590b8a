/**
 * What the compiler proves: clients infer inputs and outputs end to end, and nowhere in an output is an `any` or an
 * `unknown`. Nothing here runs; `npm run typecheck` fails where one of these types is not `true`.
 */
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import type { AppRouter } from '../src/index.ts'

type Inputs = inferRouterInputs<AppRouter>
type Outputs = inferRouterOutputs<AppRouter>

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
type IsAny<T> = 0 extends 1 & T ? true : false
type IsUnknown<T> = IsAny<T> extends true ? false : unknown extends T ? true : false

/**
 * The paths inside a type at which there is an `any` or an `unknown`. Free JSON is a type that contains itself: objects of
 * any keys are looked into one level deep, and nothing deeper than ten.
 */
type Untyped<T, At extends string, Depth extends 0[] = []> = Depth['length'] extends 10
  ? never
  : IsAny<T> extends true
    ? At
    : IsUnknown<T> extends true
      ? At
      : T extends readonly (infer Item)[]
        ? Untyped<Item, `${At}[]`, [...Depth, 0]>
        : T extends object
          ? string extends keyof T
            ? IsAny<T[keyof T]> extends true
              ? At
              : IsUnknown<T[keyof T]> extends true
                ? At
                : never
            : { [K in keyof T & string]: Untyped<T[K], `${At}.${K}`, [...Depth, 0]> }[keyof T & string]
          : never

type UntypedOutputs = {
  [R in keyof Outputs & string]: {
    [P in keyof Outputs[R] & string]: Untyped<Outputs[R][P], `${R}.${P}`>
  }[keyof Outputs[R] & string]
}[keyof Outputs & string]

const proof = <_Claim extends true>(): void => {}

proof<Same<UntypedOutputs, never>>()

// That the search finds what it looks for.
proof<Same<Untyped<{ a: { b: unknown }[] }, 'x'>, 'x.a[].b'>>()
// biome-ignore lint/suspicious/noExplicitAny: it is what the search is to find.
proof<Same<Untyped<{ a: any; b: number | null }, 'x'>, 'x.a'>>()
proof<Same<Untyped<{ a: { [key: string]: unknown } }, 'x'>, 'x.a'>>()
// @ts-expect-error: a claim that is false does not compile.
proof<Same<string, number>>()

proof<Same<Inputs['auth']['signIn'], { username: string; password: string }>>()
proof<Same<Inputs['auth']['me'], void>>()
proof<
  Same<Inputs['assignments']['assignPlan'], { course: string; planId: number; deadline?: string | null | undefined }>
>()
proof<Same<Outputs['assignments']['assignPlan'], { assigned: number; created: number; placed: number }>>()
proof<Same<Outputs['auth']['me']['groups'], ('TEACHER' | 'STUDENT' | 'RESEARCHER')[]>>()

type Mine = Outputs['assignments']['mine'][number]
proof<Same<Mine['assignments'][number]['deadline'], string | null>>()
proof<Same<Mine['assignments'][number]['group'], GroupOutput | null>>()
proof<Same<Mine['piece']['parts'][number]['transpositions'][number]['notation'], string | undefined>>()
proof<Same<Outputs['submissions']['recent'][number]['submittedAt'], string>>()
proof<Same<NonNullable<Outputs['submissions']['recent'][number]['grade']>['rhythm'], number | null>>()

type GroupOutput = {
  id: number
  type: 'TELEPHONE_FIXED'
  members: { enrollmentId: number; username: string; name: string; activityType: string; submitted: boolean }[]
}
