import { expect, test } from 'vitest'
import { registrableDomain } from '../../src/text/domain.ts'

test.each([
  ['example.com', 'example.com'],
  ['news.bbc.co.uk', 'bbc.co.uk'],
  ['NEWS.Example.ORG', 'example.org'],
  ['ann.github.io', 'ann.github.io'],
  ['a.b.ann.github.io', 'ann.github.io'],
  ['www.xn--bcher-kva.de', 'xn--bcher-kva.de'],
  ['co.uk', undefined],
  ['github.io', undefined],
  ['localhost', undefined],
  ['127.0.0.1', undefined],
  ['[::1]', undefined],
  ['', undefined],
])('%s belongs to %s', (host, expected) => {
  expect(registrableDomain(host)).toBe(expected)
})
