import { execFileSync, spawn } from 'node:child_process'
import { existsSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { listen, temporaryFolder } from '../helpers/cli.ts'
import { type LoopbackRoute, startLoopback } from '../helpers/loopback.ts'

const SECRET = 'top"secret\\token-0001'

async function site(routes: Record<string, LoopbackRoute>) {
  const server = await startLoopback(routes)
  onTestFinished(() => server.close())
  return server
}

function folderWith(sources: string): string {
  const folder = temporaryFolder()
  writeFileSync(
    join(folder, 'queries.yaml'),
    `version: 1
network: { allow_hosts: [127.0.0.1] }
store: { path: ./store.db }
queries:
  acme: { role: brand, match: acme }
sources:
${sources}
`,
  )
  return folder
}

function rss(items: readonly string[]): string {
  const body = items.map(
    (title, index) => `<item><guid>${index}</guid><title>${title}</title></item>`,
  )
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>${body.join('')}</channel></rss>`
}

it('a token that the server sends back is neither shown nor stored', async () => {
  const { origin } = await site({
    '*': (request) => ({
      status: 401,
      body: { error: `bad token ${request.headers.authorization}`, message: request.headers },
    }),
  })
  const folder = folderWith(`  m: { type: mastodon, endpoint: "${origin}", token: "\${TOKEN}" }`)
  const options = { cwd: folder, env: { TOKEN: SECRET } }
  const scanned = await listen(['scan'], options)
  expect(scanned.status).toBe(1)
  expect(scanned.err).toContain('[secret]')
  const results = [
    scanned,
    await listen(['scan', '--json', '--now'], options),
    await listen(['sources'], options),
    await listen(['sources', 'preview', 'm', '--verbose'], options),
  ]
  const stored = ['store.db', 'store.db-wal']
    .map((name) => join(folder, name))
    .filter((path) => existsSync(path))
    .map((path) => readFileSync(path, 'latin1'))
  for (const text of [...results.flatMap(({ out, err }) => [out, err]), ...stored]) {
    expect(text).not.toContain('token-0001')
    expect(text).not.toContain('top"secret')
    expect(text).not.toContain('top\\"secret')
  }
})

it('a redirect to a private address, a file or a local name is refused', async () => {
  const { origin } = await site({
    '/meta': { status: 302, headers: { location: 'http://169.254.169.254/latest' } },
    '/ten': { status: 302, headers: { location: 'http://10.0.0.1/' } },
    '/file': { status: 302, headers: { location: 'file:///etc/passwd' } },
  })
  const urls = ['/meta', '/ten', '/file'].map((path) => `"${origin}${path}"`)
  const folder = folderWith(`  f: { type: feed, urls: [${urls.join(', ')}] }`)
  const { status, err } = await listen(['scan'], { cwd: folder })
  expect(status).toBe(1)
  expect(err.match(/is a private address/g)).toHaveLength(2)
  expect(err).toContain('file: addresses are not fetched')
})

it.skipIf(!existsSync('/dev/full'))(
  'a full disk behind standard output is told in one sentence',
  async () => {
    const folder = folderWith('  f: { type: feed, urls: [./a.xml] }')
    writeFileSync(join(folder, 'a.xml'), rss(['acme one', 'acme two']))
    await listen(['scan'], { cwd: folder })
    const child = spawn(process.execPath, [resolve('bin/listen.js'), 'search'], {
      cwd: folder,
      stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
    })
    let err = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      err += text
    })
    const status = await new Promise((done) => child.on('close', done))
    expect(err).toBe('listen: the output cannot be written: the disk is full (ENOSPC)\n')
    expect(status).toBe(1)
  },
)

it.each(['SIGINT', 'SIGTERM'] as const)(
  '%s in a scan keeps what is read, and the store is in order',
  async (signal) => {
    let isAsked = () => {}
    const asked = new Promise<void>((done) => {
      isAsked = done
    })
    const { origin } = await site({
      '/fast': { body: rss(['acme one', 'acme two']) },
      // Says nothing until the connection is closed.
      '/silent': () => {
        isAsked()
        return undefined
      },
    })
    const folder = folderWith(
      `  fast: { type: feed, urls: ["${origin}/fast"] }\n  silent: { type: feed, urls: ["${origin}/silent"] }`,
    )
    await listen(['scan', '--source', 'fast'], { cwd: folder })
    const child = spawn(process.execPath, [resolve('bin/listen.js'), 'scan'], {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', HOME: folder },
      stdio: 'ignore',
    })
    const ended = new Promise((done) => child.on('close', done))
    await asked
    child.kill(signal)
    expect(await ended).toBe(signal === 'SIGINT' ? 130 : 143)
    const checked = await listen(['db', 'check'], { cwd: folder })
    expect(checked.status).toBe(0)
    expect((await listen(['search'], { cwd: folder })).out.trim().split('\n')).toHaveLength(2)
  },
)

it('a second scan of the same channels ends with 4; one that was killed leaves no lock', async () => {
  let isAsked = () => {}
  let silent = true
  const first = new Promise<void>((done) => {
    isAsked = done
  })
  const { origin } = await site({
    '/feed': () => {
      isAsked()
      return silent ? undefined : { body: rss(['acme one']) }
    },
  })
  const folder = folderWith(`  f: { type: feed, urls: ["${origin}/feed"] }`)
  const child = spawn(process.execPath, [resolve('bin/listen.js'), 'scan'], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HOME: folder },
    stdio: 'ignore',
  })
  await first
  const second = await listen(['scan'], { cwd: folder })
  expect(second.status).toBe(4)
  expect(second.err).toContain(`process ${child.pid}`)
  const ended = new Promise((done) => child.on('close', done))
  child.kill('SIGKILL')
  await ended
  silent = false
  const third = await listen(['scan', '--now'], { cwd: folder })
  expect(third.status).toBe(0)
  expect(third.err).toContain('1 new')
  expect((await listen(['db', 'check'], { cwd: folder })).status).toBe(0)
})

it('a store that cannot grow says so, keeps what it had and is in order', async () => {
  const folder = folderWith('  f: { type: feed, urls: [./a.xml] }')
  writeFileSync(join(folder, 'a.xml'), rss(['acme one']))
  await listen(['scan'], { cwd: folder })
  const lines = Array.from({ length: 3000 }, (_, index) =>
    JSON.stringify({ id: `p${index}`, text: `acme ${'word '.repeat(100)}${index}` }),
  )
  writeFileSync(join(folder, 'many.jsonl'), lines.join('\n'))
  // In units of 512 or 1024 bytes: well above what an empty store takes, well below what these posts take.
  const command = `ulimit -f 2000; exec "${process.execPath}" "${resolve('bin/listen.js')}" import many.jsonl`
  let err = ''
  try {
    execFileSync('/bin/sh', ['-c', command], { cwd: folder, stdio: 'pipe' })
  } catch (error) {
    err = String((error as { stderr: Buffer }).stderr)
  }
  expect(err).toContain('listen: disk full')
  expect(err).not.toMatch(/\n\s+at /)
  expect((await listen(['db', 'check'], { cwd: folder })).status).toBe(0)
  const again = await listen(['import', 'many.jsonl'], { cwd: folder })
  expect(again.status).toBe(0)
  expect((await listen(['db', 'info', '--json'], { cwd: folder })).out).toContain('3001')
})

it('a configuration that is nested a hundred thousand deep is one problem', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'queries.yaml'), `a: ${'['.repeat(100_000)}`)
  const { status, err } = await listen(['scan'], { cwd: folder })
  expect(status).toBe(2)
  expect(err).toContain('nested too deep')
  expect(err.split('\n').length).toBeLessThan(5)
})

it('a very long argument is cut in the message', async () => {
  const long = 'x'.repeat(100_000)
  const { status, err } = await listen(['query', 'test', 'acme', '--input', long], {
    cwd: temporaryFolder(),
  })
  expect(status).toBe(1)
  expect(err).toContain('cannot read')
  expect(err.length).toBeLessThan(3000)
})

it('words for nothing found do not say that nothing is stored', async () => {
  const folder = folderWith('  f: { type: feed, urls: [./a.xml] }')
  writeFileSync(join(folder, 'a.xml'), rss(['acme one']))
  await listen(['scan'], { cwd: folder })
  const { status, out, err } = await listen(['search', '--since', '2999-01-01'], { cwd: folder })
  expect([status, out]).toEqual([0, ''])
  expect(err).toContain('no stored post matches')
})
