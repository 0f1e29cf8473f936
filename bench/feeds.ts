// The feed reader against rss-parser, feedsmith and htmlparser2's parseFeed: `npm run bench feeds [FOLDER…]`.
// Ours starts from bytes and ends with plain text; the others get a decoded string and leave HTML as it is.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const ROUNDS = process.argv.includes('--quick') ? 3 : 15
const READERS = ['listen', 'rss-parser', 'feedsmith', 'htmlparser2'] as const
type Reader = (typeof READERS)[number]

interface Document {
  readonly name: string
  readonly path: string
  readonly bytes: Uint8Array
  readonly text: string
}

/** How many items a reader finds; throws or answers -1 where it cannot read the document. */
type Read = (document: Document) => Promise<number> | number

const loaders: Record<Reader, () => Promise<Read>> = {
  listen: async () => {
    const { readFeed } = await import('../src/sources/feed/read.ts')
    return ({ bytes }) => {
      const feed = readFeed(bytes)
      return 'failure' in feed ? -1 : feed.items.length
    }
  },
  'rss-parser': async () => {
    const { default: Parser } = await import('rss-parser')
    return async ({ text }) => (await new Parser().parseString(text)).items.length
  },
  feedsmith: async () => {
    const { parseFeed } = await import('feedsmith')
    return ({ text }) => {
      const { feed } = parseFeed(text) as { feed: { items?: unknown[]; entries?: unknown[] } }
      return (feed.items ?? feed.entries ?? []).length
    }
  },
  htmlparser2: async () => {
    const { parseFeed } = await import('htmlparser2')
    return ({ text }) => parseFeed(text)?.items.length ?? -1
  },
}

function folders(): readonly string[] {
  const given = process.argv.slice(2).filter((each) => !each.startsWith('--'))
  if (given.length > 0) return given
  const shared = process.env.LISTEN_SHARED ?? '../shared'
  const corpus = ['real', 'cases', 'derived'].map((each) => join(shared, 'feeds', each))
  return existsSync(corpus[0] as string)
    ? corpus
    : [fileURLToPath(new URL('../test/fixtures/feed/', import.meta.url))]
}

function readDocuments(): readonly Document[] {
  return folders().flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /\.(?:xml|rss|rdf|atom|json)$/.test(name) && name !== 'expected.json')
      .map((name) => {
        const bytes = readFileSync(join(folder, name))
        return { name, path: join(folder, name), bytes, text: bytes.toString('utf8') }
      }),
  )
}

async function tryRead(read: Read, document: Document): Promise<number> {
  try {
    return await read(document)
  } catch {
    return -1
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

const LOOPS: Record<Reader, string> = {
  listen: `import { readFeed } from './src/sources/feed/read.ts'
    const read = ({ bytes }) => readFeed(bytes)`,
  'rss-parser': `import Parser from 'rss-parser'
    const read = ({ text }) => new Parser().parseString(text)`,
  feedsmith: `import { parseFeed } from 'feedsmith'
    const read = ({ text }) => parseFeed(text)`,
  htmlparser2: `import { parseFeed } from 'htmlparser2'
    const read = ({ text }) => parseFeed(text)`,
}

/** A program of one reader that reads all documents once and says how long it took, start of its own code included. */
async function buildLoop(reader: Reader, folder: string): Promise<string> {
  const outfile = join(folder, `${reader}.cjs`)
  const contents = `import { readFileSync } from 'node:fs'
    ${LOOPS[reader]}
    async function run() {
      for (const path of process.argv.slice(2)) {
        const bytes = readFileSync(path)
        try { await read({ bytes, text: bytes.toString('utf8') }) } catch {}
      }
      console.log(performance.now())
    }
    void run()`
  const resolveDir = fileURLToPath(new URL('..', import.meta.url))
  await build({
    stdin: { contents, resolveDir },
    bundle: true,
    platform: 'node',
    outfile,
    logLevel: 'error',
  })
  return outfile
}

function freshProcess(program: string, documents: readonly Document[]): number {
  const paths = documents.map(({ path }) => path)
  const { stdout } = spawnSync(process.execPath, [program, ...paths], { encoding: 'utf8' })
  return Number(stdout.trim())
}

async function compare(): Promise<void> {
  const documents = readDocuments()
  const reads = new Map<Reader, Read>()
  for (const reader of READERS) reads.set(reader, await loaders[reader]())
  const readable = new Map<Reader, Set<string>>()
  for (const [reader, read] of reads) {
    const names = new Set<string>()
    for (const each of documents) if ((await tryRead(read, each)) >= 0) names.add(each.name)
    readable.set(reader, names)
  }
  const common = documents.filter(({ name }) =>
    [...readable.values()].every((names) => names.has(name)),
  )
  const bytes = common.reduce((sum, each) => sum + each.bytes.length, 0)
  console.log(
    `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.versions.node}`,
  )
  console.log(`npm run bench feeds ${process.argv.slice(2).join(' ')}`.trim())
  console.log(
    `${documents.length} documents; the ${common.length} that all can read have ${(bytes / 1e6).toFixed(1)} MB; medians of ${ROUNDS} rounds`,
  )
  const warm = new Map<Reader, number[]>(READERS.map((reader) => [reader, []]))
  for (let round = 0; round < ROUNDS; round++) {
    for (const [reader, read] of reads) {
      const begun = performance.now()
      for (const each of common) await read(each)
      warm.get(reader)?.push(performance.now() - begun)
    }
  }
  const cold = new Map<Reader, number[]>(READERS.map((reader) => [reader, []]))
  const folder = mkdtempSync(join(tmpdir(), 'listen-bench-'))
  const programs = await Promise.all(READERS.map((reader) => buildLoop(reader, folder)))
  for (let round = 0; round < Math.min(ROUNDS, 7); round++) {
    READERS.forEach((reader, index) => {
      cold.get(reader)?.push(freshProcess(programs[index] as string, documents))
    })
  }
  rmSync(folder, { recursive: true, force: true })
  const own = { warm: median(warm.get('listen') ?? []), cold: median(cold.get('listen') ?? []) }
  console.log('reader        reads      warm, common documents        fresh process, all documents')
  for (const reader of READERS) {
    const hot = median(warm.get(reader) ?? [])
    const fresh = median(cold.get(reader) ?? [])
    console.log(
      `${reader.padEnd(12)} ${String(readable.get(reader)?.size).padStart(5)}   ${hot.toFixed(0).padStart(6)} ms ${(bytes / 1000 / hot).toFixed(0).padStart(5)} MB/s  ${(hot / own.warm).toFixed(2).padStart(5)} ×   ${fresh.toFixed(0).padStart(6)} ms  ${(fresh / own.cold).toFixed(2).padStart(5)} ×`,
    )
  }
}

await compare()
