import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { SourceError } from '../../src/errors.ts'
import { createHttpClient } from '../../src/http/client.ts'

const file = (name: string) =>
  readFileSync(new URL(`../fixtures/tls/${name}.pem`, import.meta.url), 'utf8')
let server: Server | undefined

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function serve(
  certificate: string,
  options: object = {},
  location?: string,
): Promise<string> {
  server = createServer(
    { key: file('key'), cert: file(certificate), ...options },
    (_request, response) => {
      if (location !== undefined) response.writeHead(302, { location })
      response.end('secret')
    },
  )
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}/`
}

async function get(url: string, ca?: string) {
  const client = createHttpClient({
    userAgent: 'listen-cli/test',
    allowHosts: ['127.0.0.1'],
    wait: async () => {},
    ...(ca === undefined ? {} : { ca }),
  })
  try {
    return await client.get({ url })
  } finally {
    await client.close()
  }
}

async function failure(url: string, ca?: string): Promise<SourceError> {
  return (await get(url, ca).then(
    () => new Error('it was read'),
    (error: unknown) => error,
  )) as SourceError
}

test('a certificate of an authority that the user named is accepted', async () => {
  expect((await get(await serve('good'), file('ca'))).status).toBe(200)
})

test.each([
  ['expired', 'has expired'],
  ['other', 'for another host'],
  ['self', 'self-signed'],
])('a certificate that is %s is refused and named', async (certificate, words) => {
  const error = await failure(await serve(certificate), file('ca'))
  expect([error.kind, error.notSent]).toEqual(['unreachable', true])
  expect(error.message).toContain(words)
})

test('an unknown authority is refused', async () => {
  expect((await failure(await serve('good'))).message).toContain('(TLS)')
})

test('an outdated version of TLS is refused', async () => {
  const url = await serve('good', {
    minVersion: 'TLSv1',
    maxVersion: 'TLSv1.1',
    ciphers: 'DEFAULT@SECLEVEL=0',
  })
  expect((await failure(url, file('ca'))).message).toContain('(TLS)')
})

test('plain http where TLS is expected is named, and TLS never falls back to it', async () => {
  const url = await serve('good', {}, 'http://127.0.0.1:9/')
  const error = await failure(url, file('ca'))
  expect(error.kind).toBe('blocked')
  expect(error.message).toContain('from https to plain http')
})
