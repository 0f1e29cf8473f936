import { expect, test } from 'vitest'
import { createLanes } from '../../src/http/lanes.ts'

const MINUTE = 60_000

test('the hosts of one domain share its budget, whoever asks; other domains do not wait', async () => {
  let now = 0
  const starts: { readonly domain: string; readonly at: number }[] = []
  const open = new Map<string, number>()
  let most = 0
  const lanes = createLanes({
    parallel: 16,
    perDomain: 2,
    perDomainMinute: 120,
    patienceMs: 10_000,
    clock: () => now,
    wait: async (ms) => {
      now += ms
    },
  })
  const ask = (domain: string, host: number) =>
    lanes.run({ origin: `https://h${host}.${domain}`, domain }, undefined, async () => {
      starts.push({ domain, at: now })
      open.set(domain, (open.get(domain) ?? 0) + 1)
      most = Math.max(most, open.get(domain) ?? 0)
      await Promise.resolve()
      open.set(domain, (open.get(domain) ?? 0) - 1)
    })
  await Promise.all([
    ...Array.from({ length: 130 }, (_, host) => ask('brand.example', host)),
    ...Array.from({ length: 5 }, (_, host) => ask('other.example', host)),
  ])
  const first = (domain: string) =>
    starts.filter((one) => one.domain === domain && one.at < MINUTE).length
  expect(most).toBe(2)
  expect(first('brand.example')).toBe(120)
  expect(starts.filter(({ domain }) => domain === 'brand.example')).toHaveLength(130)
  expect(first('other.example')).toBe(5)
})
