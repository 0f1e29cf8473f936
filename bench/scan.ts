// The whole pipeline over loopback: fetch, parse, match 50 queries, sentiment, store with index. Cold, then warm (304),
// against newsboat and sfeed reloading the same feeds, where they are installed. One run after another, medians.
import { spawn, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const QUICK = process.argv.includes('--quick')
const SIZES = QUICK ? [50] : [200, 1000]
const ROUNDS = QUICK ? 1 : 3
const ITEMS = 20
/** Made-up words; the lower the number, the more frequent the word, as in any language. */
const SYLLABLES = [
  'ba',
  'co',
  'di',
  'fu',
  'ga',
  'ho',
  'ki',
  'lu',
  'ma',
  'no',
  'pe',
  'ri',
  'so',
  'tu',
  've',
  'za',
]
const wordOf = (number: number) =>
  `${SYLLABLES[number % 16]}${SYLLABLES[(number >> 4) % 16]}${SYLLABLES[(number >> 8) % 16]}`
let seed = 7
const random = () => {
  seed = (seed * 1103515245 + 12345) & 0x7fffffff
  return seed / 0x7fffffff
}
const anyWord = () => wordOf(Math.floor(3000 * random() ** 3))

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
const program = resolve('bin/listen.js')

function feed(number: number): string {
  const items = Array.from({ length: ITEMS }, (_, item) => {
    const text = Array.from({ length: 60 }, anyWord).join(' ')
    return `<item><guid isPermaLink="false">${number}-${item}</guid><title>About the ${anyWord()} and the ${anyWord()} ${number}</title><link>http://127.0.0.1/${number}/${item}</link><pubDate>${new Date(Date.now() - item * 3_600_000).toUTCString()}</pubDate><description>${text}</description></item>`
  })
  return `<?xml version="1.0"?><rss version="2.0"><channel><title>Feed ${number}</title><link>http://127.0.0.1/${number}</link>${items.join('')}</channel></rss>`
}

const bodies = new Map<string, string>()
const server = createServer((request, response) => {
  const number = Number(/^\/(\d+)\.xml$/.exec(request.url ?? '')?.[1])
  const etag = `"feed-${number}"`
  if (request.headers['if-none-match'] === etag) return response.writeHead(304, { etag }).end()
  let body = bodies.get(String(number))
  if (body === undefined) {
    body = feed(number)
    bodies.set(String(number), body)
  }
  return response.writeHead(200, { etag, 'content-type': 'application/rss+xml' }).end(body)
})
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
const address = server.address()
const base = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`

/** Runs a program to its end; answers seconds and peak memory in MB where GNU time is there. */
function run(
  command: string,
  args: readonly string[],
  cwd: string,
): Promise<{ seconds: number; mb: number }> {
  const hasTime = spawnSync('/usr/bin/time', ['--version']).status === 0
  const all = hasTime ? ['-f', 'peak %M', command, ...args] : args
  return new Promise((done, fail) => {
    const begun = performance.now()
    let err = ''
    const child = spawn(hasTime ? '/usr/bin/time' : command, all, {
      cwd,
      env: { ...process.env, HOME: cwd },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text
    })
    child.on('error', fail)
    child.on('close', (status) => {
      if (status !== 0)
        return fail(new Error(`${command} ended with ${status}: ${err.slice(-400)}`))
      done({
        seconds: (performance.now() - begun) / 1000,
        mb: Number(/peak (\d+)/.exec(err)?.[1] ?? 0) / 1024,
      })
    })
  })
}

async function measure(
  name: string,
  size: number,
  prepare: (folder: string) => void,
  call: (folder: string) => readonly [string, readonly string[]],
  warmFrom = 2,
) {
  const cold: number[] = []
  const warm: number[] = []
  let peak = 0
  for (let round = 0; round < ROUNDS; round++) {
    const folder = mkdtempSync(join(tmpdir(), 'listen-bench-'))
    try {
      prepare(folder)
      const [command, args] = call(folder)
      const first = await run(command, args, folder)
      cold.push(first.seconds)
      peak = Math.max(peak, first.mb)
      // Some programs keep validators from the second reload on only.
      for (let extra = 2; extra < warmFrom; extra++) await run(command, args, folder)
      warm.push((await run(command, args, folder)).seconds)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  const result = { cold: median(cold), warm: median(warm) }
  console.log(
    `${String(size).padStart(5)} feeds  ${name.padEnd(10)} cold ${result.cold.toFixed(2).padStart(7)} s   warm ${result.warm.toFixed(2).padStart(7)} s   peak ${peak.toFixed(0)} MB`,
  )
  return result
}

console.log(
  `${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}, medians of ${ROUNDS}, ${ITEMS} items a feed, 50 queries`,
)
try {
  for (const size of SIZES) {
    const urls = Array.from({ length: size }, (_, number) => `${base}/${number}.xml`)
    const queries = Array.from(
      { length: 50 },
      (_, n) =>
        `  q${n}: { role: topic, match: ${wordOf(20 + n * 3)} ${n % 3 === 0 ? 'NEAR/5' : 'AND'} ${wordOf(40 + n * 5)} }`,
    )
    const config = `version: 1\nstore: { path: ./s.db }\nnetwork: { allow_hosts: [127.0.0.1] }\nqueries:\n${queries.join('\n')}\nsources:\n  feeds:\n    type: feed\n    urls:\n${urls.map((url) => `      - ${url}`).join('\n')}\n`
    const ours = await measure(
      'listen',
      size,
      (folder) => writeFileSync(join(folder, 'queries.yaml'), config),
      () => [process.execPath, [program, 'scan', '--quiet']],
    )
    const peers = [
      {
        name: 'newsboat',
        there: spawnSync('newsboat', ['--version']).status === 0,
        prepare: (folder: string) => {
          writeFileSync(join(folder, 'urls'), `${urls.join('\n')}\n`)
          writeFileSync(join(folder, 'config'), 'reload-threads 8\n')
        },
        call: (folder: string) =>
          [
            'newsboat',
            [
              '-C',
              `${folder}/config`,
              '-u',
              `${folder}/urls`,
              '-c',
              `${folder}/cache.db`,
              '-x',
              'reload',
            ],
          ] as const,
        warmFrom: 3,
      },
      {
        name: 'sfeed',
        there: spawnSync('sh', ['-c', 'command -v sfeed_update']).status === 0,
        prepare: (folder: string) => {
          mkdirSync(join(folder, 'feeds'))
          const lines = urls.map((url, n) => `feed "f${n}" "${url}"`)
          writeFileSync(
            join(folder, 'sfeedrc'),
            `sfeedpath="${folder}/feeds"\nmaxjobs=8\nfeeds() {\n${lines.join('\n')}\n}\n`,
          )
        },
        call: (folder: string) => ['sfeed_update', [`${folder}/sfeedrc`]] as const,
        warmFrom: 2,
      },
    ]
    for (const peer of peers) {
      if (!peer.there) {
        console.log(`${String(size).padStart(5)} feeds  ${peer.name.padEnd(10)} is not installed`)
        continue
      }
      const theirs = await measure(peer.name, size, peer.prepare, peer.call, peer.warmFrom)
      console.log(
        `${''.padStart(13)}listen ÷ ${peer.name}: cold ${(ours.cold / theirs.cold).toFixed(2)}, warm ${(ours.warm / theirs.warm).toFixed(2)}`,
      )
    }
  }
} finally {
  server.close()
}
