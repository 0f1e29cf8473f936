import { expect, it } from 'vitest'
import { describeUnseen, listUnseen } from '../../src/commands/observable.ts'
import { loadSource, SOURCES } from '../../src/sources/index.ts'

it('says in plain words what a source does not show, in part shows, and would show with a key', async () => {
  expect(describeUnseen(await loadSource('telegram'), {})).toBe(
    'cannot be seen there: posts to us, later answers in a conversation, who likes and shares our posts; no groups, no comments below messages, no reactions; answers are written on the site',
  )
  const bluesky = await loadSource('bluesky')
  expect(describeUnseen(bluesky, { BLUESKY_HANDLE: 'a', BLUESKY_APP_PASSWORD: 'b' })).toBe(
    'all of it can be seen',
  )
  expect(describeUnseen(bluesky, {})).toBe(
    'seen in part; more with BLUESKY_HANDLE and BLUESKY_APP_PASSWORD (not set)',
  )
  const mastodon = await loadSource('mastodon')
  expect(describeUnseen(mastodon, {})).toContain('more with MASTODON_ACCESS_TOKEN (not set)')
  expect(describeUnseen(mastodon, {}, { token: 'x' })).toBe('all of it can be seen')
})

it.each(SOURCES.map(({ platform }) => platform))(
  'what %s can do is what it has functions for',
  async (platform) => {
    const source = await loadSource(platform)
    const { capabilities } = source
    expect({
      threads: source.thread !== undefined,
      likers: source.likers !== undefined,
      reply: source.reply !== undefined && source.findReply !== undefined,
    }).toEqual({
      threads: capabilities.threads,
      likers: capabilities.likers,
      reply: capabilities.reply,
    })
    expect(listUnseen(source).length).toBeLessThanOrEqual(4)
    // Where a program may not answer, a person is told where to.
    expect(capabilities.reply || source.replyUrl !== undefined || platform === 'feed').toBe(true)
  },
)
