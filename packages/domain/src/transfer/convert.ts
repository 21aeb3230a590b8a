/** A Django database into ours: every table in an order in which each row finds what it refers to. */
import { convertAssignments } from './assignments.ts'
import type { Conversion } from './conversion.ts'
import { convertCourses } from './courses.ts'
import { convertHistory } from './history.ts'
import { convertLibrary } from './library.ts'
import { convertPeople } from './people.ts'
import { convertPlans } from './plans.ts'
import { convertProgress, oldProgressPlace, ownProgressPlace } from './progress.ts'
import { convertOldAssignments } from './remodel.ts'
import { convertWork, oldPlace, ownPlace, type Place } from './work.ts'

/** @returns where the assignments of single students went, of a database before its remodel */
export const convert = async (conversion: Conversion): Promise<Map<number, Place>> => {
  await convertLibrary(conversion)
  await convertPeople(conversion)
  await convertPlans(conversion)
  await convertCourses(conversion)
  let places = new Map<number, Place>()
  if (conversion.source.remodelled) {
    await convertAssignments(conversion)
    await convertWork(conversion, ownPlace(conversion))
    await convertProgress(conversion, ownProgressPlace(conversion))
  } else {
    places = await convertOldAssignments(conversion)
    await convertWork(conversion, oldPlace(places))
    await convertProgress(conversion, oldProgressPlace(places))
  }
  await convertHistory(conversion)
  return places
}
