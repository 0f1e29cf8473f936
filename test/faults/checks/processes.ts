import { must } from '../fault.ts'
import { type Room, rss } from '../room.ts'

const FEED = rss([
  { id: '1', text: 'Acme is fine.' },
  { id: '2', text: 'Acme is closed.' },
])

export async function tenScansAtOnce(room: Room): Promise<string> {
  let release = () => {}
  const nineHaveEnded = new Promise<void>((done) => {
    release = done
  })
  const server = await room.serve({
    '/a': (_request, response) => {
      void nineHaveEnded.then(() => response.end(FEED))
      return undefined
    },
  })
  room.configure([server.url('/a')])
  // The store is made before, so that the ten meet at the channel and not at the file.
  await room.listen(['db', 'info'])
  let ended = 0
  const scans = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const result = await room.listen(['scan'])
      ended += 1
      if (ended === 9) release()
      return result
    }),
  )
  const statuses = scans.map(({ status }) => status).sort()
  must(server.count('/a') === 1, `${server.count('/a')} requests, statuses ${statuses.join(' ')}`)
  must(statuses.join('') === '0444444444', `statuses ${statuses.join(' ')}`)
  const named = scans.filter(({ status, err }) => status === 4 && /process \d+|pid \d+/.test(err))
  must(named.length === 9, `the holder is named: ${scans.find(({ status }) => status === 4)?.err}`)
  return '1 request; 1 scan with status 0, 9 with status 4 that name the holder'
}

export async function signalsDuringScan(room: Room): Promise<string> {
  const seen: string[] = []
  for (const [signal, status] of [
    ['SIGTERM', 143],
    ['SIGINT', 130],
    ['SIGHUP', 129],
  ] as const) {
    const quick = await room.serve({ '/a': { body: FEED } })
    let arrive = () => {}
    const arrived = new Promise<void>((done) => {
      arrive = done
    })
    const silent = await room.serve({
      '/b': () => {
        arrive()
        return undefined
      },
    })
    room.configure([quick.url('/a'), silent.url('/b')])
    const { child, ended } = room.start(['scan', '--now'])
    await arrived
    const sentAt = Date.now()
    child.kill(signal)
    const end = await ended
    const took = Date.now() - sentAt
    must(end === status || end === signal, `${signal}: ended with ${end}`)
    must(took < 5000, `${signal}: ended after ${took} ms`)
    seen.push(`${signal} ${end}`)
  }
  const check = await room.listen(['db', 'check'])
  must(check.status === 0, `db check: ${check.out}${check.err}`)
  const count = room.rows<{ n: number }>('SELECT count(*) AS n FROM posts')[0]?.n
  must(
    count === 0 || count === 2 || count === 4 || count === 6,
    `${count} posts: a page was stored half`,
  )
  return `${seen.join(', ')}; db check finds the store in order`
}

export async function readerGoesAway(room: Room): Promise<string> {
  const many = Array.from({ length: 400 }, (_, n) => ({
    id: `${n}`,
    text: `Acme ${'x '.repeat(300)}`,
  }))
  const server = await room.serve({ '/a': { body: rss(many) } })
  room.configure([server.url('/a')])
  must((await room.listen(['scan'])).status === 0, 'the scan failed')
  const seen: string[] = []
  for (const line of [
    '$LISTEN export --format jsonl | head -1 >/dev/null',
    '$LISTEN search acme -n 400 | head -1 >/dev/null',
    '$LISTEN search acme >&-',
    '$LISTEN scan --now 2>&-',
    '$LISTEN scan --now >&- 2>&-',
  ]) {
    // A scan whose words nobody reads still does its work.
    const { out, err } = await room.shell(`set -o pipefail; ${line}; echo "ended $?"`)
    must(!/\n\s+at .+:\d+|unhandled/i.test(err), `${line}: ${err.slice(0, 200)}`)
    const status = /ended (\d+)/.exec(out)?.[1] ?? '?'
    must(Number(status) < 126 || status === '141', `${line}: status ${status}`)
    seen.push(status)
  }
  must((await room.listen(['db', 'check'])).status === 0, 'db check')
  return `no trace; statuses ${seen.join(' ')}; the store in order`
}

export async function fewFileHandles(room: Room): Promise<string> {
  const names = Array.from({ length: 60 }, (_, n) => `/${n}`)
  const servers = await Promise.all(
    names.map((path, n) =>
      room.serve({ [path]: { body: rss([{ id: `h${n}`, text: 'Acme is here.' }]) } }),
    ),
  )
  room.configure(servers.map((server, n) => server.url(`/${n}`)))
  const { status, err } = await room.shell('ulimit -n 32; $LISTEN scan')
  must(!/\n\s+at .+:\d+/.test(err), err.slice(0, 300))
  must(status === 0 || status === 1 || status === 3, `status ${status}: ${err.slice(0, 300)}`)
  const after = await room.listen(['scan', '--now'])
  must(after.status === 0, `the next scan: status ${after.status}: ${after.err.slice(0, 300)}`)
  const count = room.rows<{ n: number }>('SELECT count(*) AS n FROM posts')[0]?.n
  must(count === 60, `${count} of 60 posts`)
  return `60 sources with 32 handles: status ${status}; all 60 posts after the next scan`
}

export async function smallHeap(room: Room): Promise<string> {
  const flood = `<rss version="2.0"><channel>${'<item><title>x</title>'.repeat(400_000)}`
  const server = await room.serve({
    '/flood': { body: flood },
    '/ok': { body: FEED },
  })
  room.configure([server.url('/flood'), server.url('/ok')])
  const { status, err } = await room.listen(['scan'], {
    env: { NODE_OPTIONS: '--max-old-space-size=64' },
  })
  must(status === 0 || status === 1 || status === 3, `status ${status}: ${err.slice(-300)}`)
  must((await room.listen(['db', 'check'])).status === 0, 'db check')
  return `status ${status}; the store in order`
}
