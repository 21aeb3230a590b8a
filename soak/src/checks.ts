/** All checks, in the order in which they run. */
import { boundaries } from './boundaries.ts'
import type { Check } from './check.ts'
import { doubles } from './doubles.ts'
import { faults } from './faults.ts'
import { inputs } from './inputs.ts'
import { load } from './load.ts'

export const checks: Check[] = [faults, doubles, load, boundaries, inputs]
