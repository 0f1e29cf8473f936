import { expect, it } from 'vitest'
import { editDistance, nearestName } from '../../src/text/nearest.ts'

it.each([
  ['', '', 0],
  ['abc', 'abc', 0],
  ['abc', 'acb', 1],
  ['kitten', 'sitting', 3],
  ['', 'abc', 3],
])('the distance of %j and %j is %d', (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance)
})

it('finds the name that was meant', () => {
  expect(nearestName('serach', ['scan', 'search', 'show'])).toBe('search')
  expect(nearestName('SORUCES', ['sources', 'queries'])).toBe('sources')
})

it('is silent when nothing is like it', () => {
  expect(nearestName('frobnicate', ['scan', 'search'])).toBeUndefined()
})
