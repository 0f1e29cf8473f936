import { describe, expect, it } from 'vitest'
import { planScan } from '../../src/scan/plan.ts'
import { parseSavedQueries } from '../../src/scan/queries.ts'
import { loadSource } from '../../src/sources/index.ts'
import { readSettings } from './desk.ts'

async function planned(rest: string, environment = {}, only: readonly string[] = []) {
  const settings = await readSettings(rest, environment)
  return planScan(settings, parseSavedQueries(settings), loadSource, only)
}

describe('the plan of a scan', () => {
  it('reads a channel once, though two sources name it', async () => {
    const { channels } = await planned(`sources:
  a: { type: feed, urls: ["https://x.example/1", "https://x.example/2"] }
  b: { type: feed, urls: ["https://x.example/2"] }`)
    expect(channels.map(({ ref }) => `${ref.source} ${ref.key}`)).toEqual([
      'a https://x.example/1',
      'a https://x.example/2',
    ])
  })

  it('leaves out what is switched off, and keeps to the sources that were named', async () => {
    const rest = `sources:
  a: { type: feed, urls: ["https://x.example/1"] }
  b: { type: feed, urls: ["https://x.example/2"], enabled: false }
  c: { type: feed, urls: ["https://x.example/3"] }`
    const names = async (only: readonly string[]) =>
      (await planned(rest, {}, only)).channels.map(({ ref }) => ref.source)
    expect(await names([])).toEqual(['a', 'c'])
    expect(await names(['c'])).toEqual(['c'])
    await expect(names(['aa'])).rejects.toMatchObject({
      message: 'there is no source "aa"',
      exitStatus: 2,
    })
  })

  it('names a source whose secret is not set, and plans the others', async () => {
    const rest = `sources:
  m: { type: mastodon, tags: [acme], token: "\${M_TOKEN}" }
  a: { type: feed, urls: ["https://x.example/1"] }`
    const without = await planned(rest)
    expect(without.unplanned).toEqual([
      { source: 'm', reason: expect.stringContaining('M_TOKEN is not set') },
    ])
    expect(without.channels.map(({ ref }) => ref.source)).toEqual(['a'])
    const withToken = await planned(rest, { M_TOKEN: 'abcd' })
    expect(withToken.unplanned).toEqual([])
  })

  it('names a source that is in order and asked nothing, with the key that it waits for', async () => {
    const rest = 'sources:\n  yt: { type: youtube }\n  hn: { type: hackernews }'
    const plan = await planned(rest)
    expect(plan.idle).toEqual([
      { source: 'yt', reason: expect.stringContaining('more with YOUTUBE_API_KEY') },
    ])
    expect(plan.unplanned).toEqual([])
  })

  it('a changed query changes the question of the channels that ask it, and of no other', async () => {
    const settings = await readSettings(
      '  globex: { role: competitor, match: globex }\nsources:\n  hn: { type: hackernews }',
    )
    const sets = async (match: string) => {
      const queries = parseSavedQueries({
        ...settings,
        queries: settings.queries.map((query) =>
          query.name === 'globex' ? { ...query, match } : query,
        ),
      })
      const { channels } = await planScan(settings, queries, loadSource)
      return new Map(channels.map(({ ref, querySet }) => [ref.key, querySet]))
    }
    const before = await sets('globex')
    const after = await sets('globex NOT jobs')
    const same = [...before].filter(([key, set]) => after.get(key) === set)
    expect(same.length).toBeGreaterThan(0)
    expect(same.length).toBeLessThan(before.size)
  })
})
