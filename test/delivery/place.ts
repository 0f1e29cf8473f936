import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach } from 'vitest'
import type { Options } from '../../src/commands/command.ts'
import { runDigest } from '../../src/commands/digest.ts'
import { type Context, createContext } from '../../src/context.ts'
import { openStore } from '../../src/store/open.ts'
import type { PreparedPost } from '../../src/store/store.ts'
import { type LoopbackAnswer, startLoopback } from '../helpers/loopback.ts'
import { aMatch, aPage, POLICY, temporaryStores } from '../store/builders.ts'

const YAML = `version: 1
brand: { name: Acme, handles: {} }
queries: { acme: { role: brand, match: acme } }
sources: {}
network: { allow_hosts: ["127.0.0.1"] }
`
const WEBHOOK = `{ type: webhook, url: "\${HOOK}" }`

/** Folders with a configuration and a store, a server that takes what is sent, and runs at chosen times. */
export function deliveryPlaces() {
  const stores = temporaryStores()
  const closers: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const close of closers.splice(0)) await close()
  })

  return async (
    more: { readonly yaml?: string; readonly zone?: string; readonly digestTo?: string } = {},
  ) => {
    const folder = stores.folder()
    const file = join(folder, 'queries.yaml')
    const db = join(folder, 'listen.db')
    const zone = more.zone === undefined ? '' : `timezone: ${more.zone}\n`
    const digest = `digest: { to: [${more.digestTo ?? WEBHOOK}] }\n`
    writeFileSync(file, `${YAML}${digest}${zone}${more.yaml ?? ''}`)
    const answers = new Map<string, LoopbackAnswer>()
    const server = await startLoopback({
      '*': ({ path }) => answers.get(path) ?? answers.get('*') ?? { status: 200, body: 'ok' },
    })
    closers.push(() => server.close())
    const open = (at: number) => openStore({ path: db, policy: POLICY, now: () => at })
    const save = async (posts: readonly PreparedPost[], at: number) => {
      const store = await open(at)
      await store.savePages([aPage(posts, { at })])
      await store.close()
    }
    const keep = (id: string, at: number, collectedAt = at) =>
      save([aMatch({ id, text: `acme ${id}`, publishedAt: collectedAt, collectedAt })], at)
    const act = async <Result>(at: number, work: (context: Context) => Promise<Result>) => {
      let out = ''
      let said = ''
      const context = createContext({
        output: {
          isTerminal: false,
          isErrorTerminal: false,
          columns: 100,
          data: (text) => {
            out += text
          },
          say: (text) => {
            said += `${text}\n`
          },
          progress: () => {},
          clearProgress: () => {},
          drain: async () => {},
        },
        environment: { HOOK: server.url('/hook'), OTHER: server.url('/other') },
        cwd: folder,
        signal: new AbortController().signal,
        standardInput: new PassThrough() as unknown as NodeJS.ReadStream,
        config: file,
        db,
        actor: 'ann',
        json: false,
        colour: false,
        verbose: false,
        asOf: at,
        sourceTypes: async () => ({
          names: [],
          loadSchema: async () => {
            throw new Error('none')
          },
        }),
        onSecrets: () => {},
      })
      try {
        const status = await work(context)
        return { status, out, said }
      } finally {
        await context.close()
      }
    }
    return {
      folder,
      open,
      save,
      keep,
      act,
      run: (at: number, options: Options = {}) =>
        act(at, (context) => runDigest(context, { to: ['webhook'], ...options })),
      sent: (path?: string) =>
        server.requests
          .filter((request) => path === undefined || request.path === path)
          .map(({ body }) => JSON.parse(body)),
      /** What the server answers from now on, at one path or everywhere. */
      set: (answer: LoopbackAnswer, path = '*') => void answers.set(path, answer),
    }
  }
}

/** The numbers of the posts that a digest shows as new. */
export const shown = (message: {
  readonly data: { readonly newest: readonly { readonly post: number }[] }
}) => message.data.newest.map(({ post }) => post).sort((a, b) => a - b)
