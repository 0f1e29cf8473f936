import { describe, expect, it } from 'vitest'
import { startLoopbackServer } from '../../src/system/loopback-server.ts'

describe('the loopback server', () => {
  it('answers with what the function says and remembers what was asked', async () => {
    const server = await startLoopbackServer((request) => ({
      status: request.path === '/none' ? 304 : 200,
      headers: { 'x-method': request.method },
      body: Buffer.from(
        `${request.host} ${request.path} ${request.body} ${request.headers['x-test'] ?? ''}`,
      ),
    }))
    const answer = await fetch(`http://127.0.0.1:${server.port}/a?b=c`, {
      method: 'POST',
      body: 'text',
      headers: { 'X-Test': 'yes' },
    })
    expect([answer.status, answer.headers.get('x-method'), await answer.text()]).toEqual([
      200,
      'POST',
      '127.0.0.1 /a?b=c text yes',
    ])
    expect((await fetch(`http://127.0.0.1:${server.port}/none`)).status).toBe(304)
    expect(server.requests()).toEqual([
      { method: 'POST', host: '127.0.0.1', path: '/a?b=c', status: 200 },
      { method: 'GET', host: '127.0.0.1', path: '/none', status: 304 },
    ])
    await server.close()
    await expect(fetch(`http://127.0.0.1:${server.port}/`)).rejects.toThrow()
  })

  it('says 500 when the function fails, and goes on', async () => {
    const server = await startLoopbackServer((request) => {
      if (request.path === '/bad') throw new Error('no')
      return { status: 200, headers: {}, body: new Uint8Array() }
    })
    expect((await fetch(`http://127.0.0.1:${server.port}/bad`)).status).toBe(500)
    expect((await fetch(`http://127.0.0.1:${server.port}/good`)).status).toBe(200)
    await server.close()
  })
})
