import { it } from 'vitest'
import { expectOneRepeat, mailPlaces } from '../delivery/mail-place.ts'

const aMailPlace = mailPlaces()

it('a mail server that says nothing after the text: given up after 20 seconds, repeated once, marked', async () => {
  await expectOneRepeat(await aMailPlace(), { end: 'hang' })
})
