import { expect, it } from 'vitest'
import { HOUR, NOW } from '../store/builders.ts'
import { expectOneRepeat, has, isRepeat, mailPlaces } from './mail-place.ts'
import type { SmtpScript } from './smtp-server.ts'

const aMailPlace = mailPlaces()

it.each<[string, SmtpScript]>([
  ['refuses the recipient', { rcpt: '550 no such user' }],
  ['is busy at DATA', { data: '421 busy' }],
  ['refuses for now at the end', { end: '451 later' }],
  ['refuses at the end', { end: '554 no' }],
])(
  'a mail server that %s: the window stays open, and its posts come with the next',
  async (_name, script) => {
    const { server, place, set, send } = await aMailPlace()
    await place.keep('apple', NOW)
    set(script)
    expect((await send(NOW + HOUR)).status).toBe(1)
    const before = server.mails.length
    set({})
    await place.keep('pear', NOW + 2 * HOUR)
    expect((await send(NOW + 3 * HOUR)).status).toBeUndefined()
    const taken = server.mails.slice(before)
    expect(taken.map(isRepeat)).toEqual([false])
    expect(has(taken[0], 'acme apple') && has(taken[0], 'acme pear')).toBe(true)
    await server.close()
  },
)

it('a mail server that drops the line after the text: one repeat, marked, with the same Message-ID, and nothing lost', async () => {
  await expectOneRepeat(await aMailPlace(), { end: 'drop' })
})
