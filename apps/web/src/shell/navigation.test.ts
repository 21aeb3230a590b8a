import { expect, it } from 'vitest'
import { linksFor, rolesOf, startFor } from './navigation.ts'

const nobody = { groups: [], isSuperuser: false }

const placesOf = (...[me, enrollments]: Parameters<typeof rolesOf>): string[] =>
  linksFor(rolesOf(me, enrollments)).map(({ to }) => to)

it('leads students to their music, teachers to their courses, and who is both to both', () => {
  expect(placesOf(nobody, [{ role: 'STUDENT' }])).toEqual(['/music', '/grades'])
  expect(placesOf(nobody, [{ role: 'TEACHER' }])).toEqual(['/courses', '/library'])
  expect(placesOf({ ...nobody, groups: ['TEACHER'] }, [])).toEqual(['/courses', '/library'])
  expect(placesOf({ ...nobody, groups: ['RESEARCHER'] }, [])).toEqual(['/export', '/figures'])
  expect(placesOf({ ...nobody, isSuperuser: true }, [{ role: 'STUDENT' }])).toEqual([
    '/music',
    '/grades',
    '/courses',
    '/library',
    '/export',
    '/figures',
    '/people',
    '/audit',
    '/configurations',
    '/removed',
  ])
})

it('begins with the first of them, and nowhere for who belongs to no course', () => {
  expect(startFor(rolesOf(nobody, [{ role: 'STUDENT' }]))).toBe('/music')
  expect(startFor(rolesOf(nobody, []))).toBeNull()
})
