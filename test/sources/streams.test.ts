import { expect, it } from 'vitest'
import { loadSource, SOURCES } from '../../src/sources/index.ts'

it.each(SOURCES.map(({ platform }) => platform))(
  '%s says that it streams when it has a stream, and can be told not to',
  async (platform) => {
    const source = await loadSource(platform)
    expect(source.capabilities.stream).toBe(source.stream !== undefined)
    expect(source.streamChannel !== undefined).toBe(source.stream !== undefined)
    const plan = { queries: [], handles: [], competitorHandles: {} }
    const token = { token: 'FAKE' }
    if (source.streamChannel === undefined) return
    expect(source.streamChannel({ ...plan, settings: token })).toBeDefined()
    expect(source.streamChannel({ ...plan, settings: { ...token, stream: false } })).toBeUndefined()
    const wrong = () =>
      source.streamChannel?.({ ...plan, settings: { stream: 'https://x.example' } })
    expect(wrong).toThrow(/true, false or the wss: address/)
  },
)
