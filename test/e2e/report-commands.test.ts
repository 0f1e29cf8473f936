import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { REPORTS } from '../../src/reports/index.ts'
import { aDemo, DEMO_NOW, type DemoPlace } from '../helpers/demo.ts'

type Row = Readonly<Record<string, string | number | null>>

/** The words of a command line as a shell reads the plain ones that we print. */
function wordsOf(command: string): readonly string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')
}

const EXAMPLES: Readonly<Record<string, string>> = {
  'query:NAME': 'query:acme',
  'source:NAME': 'source:forum',
  'author:NAME': 'author:jitterbug',
  'measure NAME': 'measure acme --help',
  'published:DAY': 'published:2026-11-08',
  'cluster:NUMBER': 'cluster:68',
  WORD: 'battery',
  CLAUSE: 'outage',
  WHO: 'jitterbug',
  ITEM: 'f553w',
  POST: '68',
}

function fill(command: string): string {
  return Object.entries(EXAMPLES).reduce(
    (text, [word, value]) => text.replace(word, value),
    command,
  )
}

describe('reports of the sample month', () => {
  let demo: DemoPlace
  beforeAll(async () => {
    demo = await aDemo()
  }, 60_000)

  it('have the same bytes twice, in every format, also in another place and zone of the machine', async () => {
    const names = REPORTS.map(({ name }) => name)
    for (const format of ['terminal', 'md', 'html', 'json', 'csv']) {
      const digests = new Set<string>()
      for (const _ of [1, 2]) {
        const { out, status } = await demo.run('report', ...names, '--format', format)
        expect(status).toBe(0)
        expect(out.length).toBeGreaterThan(2000)
        digests.add(createHash('sha256').update(out).digest('hex'))
      }
      expect(digests.size, format).toBe(1)
    }
    const digest = () => demo.run('digest', '--since', '7d')
    expect((await digest()).out).toBe((await digest()).out)
  })

  it('print commands that run as they stand, with a name from the table in place of its word', async () => {
    const all = await Promise.all(
      REPORTS.map(async ({ name }) => (await demo.run('report', name, '--format', 'md')).out),
    )
    const lines = all.flatMap((out) => [...out.matchAll(/^more: (.*)$/gm)])
    const commands = new Set(
      lines.flatMap(([, line = '']) =>
        line
          .replaceAll(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
          .replaceAll(/\\(.)/g, '$1')
          .split(' · '),
      ),
    )
    expect(commands.size).toBeGreaterThan(15)
    for (const command of commands) {
      const [program, ...args] = wordsOf(fill(command))
      expect(program).toBe('listen')
      const { status, err } = await demo.run(...args)
      expect({ command, status, err: status === 0 ? '' : err }).toEqual({
        command,
        status: 0,
        err: '',
      })
    }
  })

  it('give for a figure as many posts as it says', async () => {
    const scope = ['--since', '30d', '--until', DEMO_NOW, '--unfold', '-n', '5000', '--json']
    const count = async (expression: string, ...side: readonly string[]) =>
      (await demo.run('search', expression, ...side, ...scope)).out
        .split('\n')
        .filter((line) => line !== '').length
    const table = async (report: string, name: string): Promise<readonly Row[]> =>
      JSON.parse((await demo.run('report', report, '--json')).out)[name]
    for (const { query, posts } of await table('volume', 'queries'))
      expect(await count(`query:${query}`, '--side', 'theirs'), String(query)).toBe(posts)
    for (const { query, posts, negative } of await table('overview', 'queries')) {
      expect(await count(`query:${query}`, '--side', 'theirs'), String(query)).toBe(posts)
      expect(typeof negative).toBe('number')
    }
    for (const { source, posts } of await table('sources', 'sources'))
      expect(await count(`source:${source}`), String(source)).toBe(posts)
    for (const { source, posts } of await table('overview', 'sources'))
      expect(await count(`source:${source}`, '--side', 'theirs'), String(source)).toBe(posts)
  })
})
