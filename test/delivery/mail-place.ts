import { expect } from 'vitest'
import { HOUR, NOW } from '../store/builders.ts'
import { deliveryPlaces } from './place.ts'
import { type ReceivedMail, type SmtpScript, startSmtp } from './smtp-server.ts'

/** Places whose digest goes by mail to a server of the test. */
export function mailPlaces() {
  const aPlace = deliveryPlaces()
  return async () => {
    let script: SmtpScript = {}
    const server = await startSmtp(() => script)
    const place = await aPlace({
      digestTo: `{ type: mail, address: [team@acme.example], from: listen@acme.example, server: 127.0.0.1, port: ${server.port}, tls: none }`,
    })
    return {
      server,
      place,
      set: (next: SmtpScript) => {
        script = next
      },
      send: (at: number) => place.run(at, { to: ['mail'] }),
    }
  }
}

export const idOf = ({ data }: ReceivedMail) => /^Message-ID: (\S+)/im.exec(data)?.[1]
export const isRepeat = ({ data }: ReceivedMail) => /^X-Listen-Repeat: 1/im.test(data)
export const has = (mail: ReceivedMail | undefined, text: string) =>
  mail?.data.replaceAll(/=\r\n/g, '').includes(text) === true

/** After a doubt: one repeat, marked, with the same Message-ID, and nothing lost. */
export async function expectOneRepeat(
  { server, place, set, send }: Awaited<ReturnType<ReturnType<typeof mailPlaces>>>,
  script: SmtpScript,
): Promise<void> {
  await place.keep('apple', NOW)
  set(script)
  expect((await send(NOW + HOUR)).said).toContain('may have arrived')
  set({})
  await place.keep('pear', NOW + 2 * HOUR)
  await send(NOW + 3 * HOUR)
  await send(NOW + 4 * HOUR)
  await send(NOW + 5 * HOUR)
  const [first, second, third, ...rest] = server.mails
  expect(rest).toEqual([])
  expect([first, second, third].map((mail) => mail && isRepeat(mail))).toEqual([false, true, false])
  expect(second && idOf(second)).toBe(first && idOf(first))
  expect([first, second, third].map((mail) => has(mail, 'acme apple'))).toEqual([true, true, false])
  expect(has(third, 'acme pear')).toBe(true)
  await server.close()
}
