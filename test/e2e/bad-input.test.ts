import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { listen, temporaryFolder } from '../helpers/cli.ts'

/** What is typed, the exit status, and what the message must say. */
const ROWS: readonly (readonly [string, number, string])[] = [
  ['frob', 2, 'unknown command "frob"'],
  ['serach', 2, 'did you mean "listen search"?'],
  ['query chek', 2, 'did you mean "listen query check"?'],
  ['--frobnicate', 2, 'unknown option --frobnicate'],
  ['search --frobnicate', 2, 'unknown option --frobnicate'],
  ['report --formt html', 2, 'did you mean --format?'],
  ['––help', 2, 'long dash'],
  ['show', 2, 'missing required argument'],
  ['show abc', 2, '"abc" is no post number'],
  ['show -- -1', 2, '"-1" is no post number'],
  ['show 99999999999999999999', 2, 'is no post number'],
  ['show 1', 1, 'there is no database yet'],
  ['show 1 2', 2, 'too many arguments'],
  ['search --limit -5', 2, 'is no number of posts'],
  ['search --limit 0', 2, 'is no number of posts'],
  ['search --limit 1.5', 2, 'is no number of posts'],
  ['search --limit 1e9', 2, 'is no number of posts'],
  ['search --since yesterdayish', 2, 'write a day (2026-11-01)'],
  ['search --since 2026-02-30', 2, 'is no time that can be read'],
  ['search --since 2026-02-01 --until 2026-01-01', 2, '--until is before --since'],
  ['search --tz Mars/Phobos', 2, 'is no time zone'],
  ['search --as-of soon', 2, '--as-of "soon"'],
  ['search -c nope.yaml', 2, 'there is no configuration file nope.yaml'],
  ['search (acme', 2, 'this bracket is never closed'],
  ['search colour:red', 2, 'colour'],
  ['report --format=', 2, 'known: terminal, md, html, json, csv'],
  ['report --format xls', 2, 'known: terminal, md, html, json, csv'],
  ['report -o x.pdf', 2, 'no report is written as .pdf'],
  ['export -o x.xlsx', 2, '--excel -o posts.csv'],
  ['report overveiw', 2, 'did you mean "overview"?'],
  ['export --delimiter ab', 2, '--delimiter'],
  ['export --format xls', 2, 'known: csv, jsonl'],
  ['inbox', 2, 'needs a terminal'],
  ['flag', 2, 'no post was named'],
  ['flag x', 2, '"x" is no post number'],
  ['flag 1 --name =cmd', 2, 'is no flag'],
  ['label', 2, 'missing required argument'],
  ['note 1', 2, 'required option'],
  ['close 1', 2, 'wants a reason'],
  ['close 1 --reason because', 2, 'known: not-us'],
  ['scan', 2, 'run "listen init"'],
  ['query check', 2, 'run "listen init"'],
  ['query test', 2, 'missing required argument'],
  ['query test acme', 2, 'no post was given'],
  ['query test acme --input nope.jsonl', 1, 'there is no such file'],
  ['sources preview nope', 2, 'is no source'],
  ['assign 1', 1, 'there is no database yet'],
  ['assign x --to bob', 2, '"x" is no post number'],
  ['assign --to bob', 2, 'no post was named'],
  ['snooze 1', 2, 'required option'],
  ['snooze 1 --until yesterday', 2, 'is in the past'],
  ['snooze 1 --until 99999999d', 2, 'more than ten years ahead'],
  ['snooze 1 --until 2026-02-30', 2, 'is no time that can be read'],
  ['correct 1', 2, 'give --sentiment or --intent'],
  ['correct 1 --sentiment angry', 2, 'known: negative, neutral, positive'],
  ['correct 1 --intent rage', 2, 'known: complaint'],
  ['promise 1 --due 9999-12-31', 2, 'more than ten years ahead'],
  ['promise 1 --due 2020-01-01', 2, 'is in the past'],
  ['promise x', 2, '"x" is no post number'],
  ['outcome 1', 2, '--kind answered'],
  ['outcome 1 --kind happy', 2, 'known: answered, offered, solved'],
  ['outcome 1 --kind solved --by dog', 2, 'known: person, silence, us'],
  ['escalate 1', 2, 'give --owner NAME'],
  ['merge', 2, 'missing required argument'],
  ['merge 1', 2, 'one post alone cannot be merged'],
  ['split', 2, 'missing required argument'],
  ['split x', 2, '"x" is no post number'],
  ['reopen', 2, 'no post was named'],
  ['undo', 1, 'there is no database yet'],
  ['reply', 2, 'missing required argument'],
  ['reply x', 2, '"x" is no post number'],
  ['reply 1 --text hi', 1, 'there is no database yet'],
  ['approve', 2, 'missing required argument'],
  ['approve x', 2, '"x" is no draft number'],
  ['outbox send x', 2, '"x" is no draft number'],
  ['outbox look 1.5', 2, '"1.5" is no draft number'],
  ['outbox drop -1', 2, '"-1" is no draft number'],
  ['outbox frob', 2, 'too many arguments'],
  ['people --group friends', 2, 'known: advocate'],
  ['people --limit 0', 2, 'is no number of posts'],
  ['person', 2, 'missing required argument'],
  ['person nobody', 1, 'there is no database yet'],
  ['feedback --kind rant', 2, '--kind "rant" is not known'],
  ['feedback --status maybe', 2, '--status "maybe" is not known'],
  ['feedback --tell hello', 2, '--tell wants an item'],
  ['handover --since soon', 2, 'is no time that can be read'],
  ['rehearse --limit x', 2, 'is no number of posts'],
  ['rehearse', 1, 'there is no database yet'],
  ['import', 2, 'missing required argument'],
  ['import nope.csv', 1, 'there is no such file'],
  ['import nope.csv --map text', 2, 'write key=column'],
  ['import nope.csv --map txet=Comment', 2, '--map "txet" is not known'],
  ['import .', 1, 'it is a folder'],
  ['init --brand Acme --competitor constructor', 2, 'nothing was written'],
  ['init --brand Acme --competitor !!!', 2, 'has no name that could be looked for'],
  ['init --brand Acme --app foo', 2, 'nothing was written'],
  ['init --brand Acme --forum foo', 2, 'nothing was written'],
  ['init --brand Acme --keyword "', 2, 'nothing was written'],
  ['init --brand Acme --handle __proto__:x', 2, 'nothing was written'],
  ['watch', 2, 'run "listen init"'],
  ['watch --source x', 2, 'run "listen init"'],
  ['db frob', 2, 'unknown command "db frob"'],
  ['db check', 1, 'there is no database yet'],
  ['db info', 1, 'there is no database yet'],
  ['db backup', 2, 'missing required argument'],
  ['db backup b.db', 1, 'there is no database yet'],
  ['sources preview /dev/null', 1, 'not a feed but an empty document'],
  ['db restore nope.db', 1, 'there is no such backup'],
  ['db prune', 2, 'give --before TIME'],
  ['db prune --before soon', 2, 'is no time that can be read'],
  ['db forget', 2, 'missing required argument'],
  ['db forget jo', 1, 'there is no database yet'],
  ['db reindex', 1, 'there is no database yet'],
  ['query explain', 2, 'missing required argument'],
  ['query explain (acme', 2, 'this bracket is never closed'],
  ['query explain acme --post x', 2, '"x" is no post number'],
  ['query measure nope', 2, 'there is no saved query "nope"'],
  ['query rematch', 2, 'missing required argument'],
  ['query rematch nope', 2, 'there is no saved query "nope"'],
  ['analyze --evaluate', 1, 'there is no database yet'],
  ['analyze --strong', 1, 'the strong tier needs the package'],
  ['digest --name a/b', 2, 'no name for a digest'],
]

describe('every wrong command line gets one clear sentence and its exit status', () => {
  it.concurrent.each(ROWS)('listen %s → %i', async (line, status, words) => {
    const folder = temporaryFolder()
    const result = await listen(line.split(' '), { cwd: folder })
    expect(result.err).toContain(words)
    expect(result.status).toBe(status)
    expect(result.err).not.toMatch(/\n\s+at /)
    expect(result.err.startsWith('listen: ')).toBe(true)
    expect(readdirSync(folder)).toEqual([])
  })
})

it('a wrong configuration is refused with file, line and column, and nothing is written', async () => {
  const folder = temporaryFolder()
  writeFileSync(
    join(folder, 'queries.yaml'),
    'version: 1\nqueries:\n  a: { match: acme }\nsources:\n  x: { type: feeed }\n',
  )
  const result = await listen(['scan', '--db', 'store.db'], { cwd: folder })
  expect(result.status).toBe(2)
  expect(result.err).toContain('queries.yaml:5:14: sources.x.type')
  expect(existsSync(join(folder, 'store.db'))).toBe(false)
})

it('a query that cannot be read is refused before anything is fetched', async () => {
  const folder = temporaryFolder()
  writeFileSync(
    join(folder, 'queries.yaml'),
    'version: 1\nqueries:\n  a: { match: "(acme" }\nsources:\n  x: { type: feed, urls: [./a.xml] }\n',
  )
  const result = await listen(['scan', '--db', 'store.db'], { cwd: folder })
  expect(result.status).toBe(2)
  expect(result.err).toContain('queries.yaml:3:15: queries.a.match: Q002')
  expect(existsSync(join(folder, 'store.db'))).toBe(false)
})

it('an existing file is not replaced without --force', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'queries.yaml'), 'mine\n')
  const result = await listen(['init', '--brand', 'Acme'], { cwd: folder })
  expect(result.status).toBe(2)
  expect(result.err).toContain('exists already')
})

it('a configuration in UTF-16 is refused with a hint', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'queries.yaml'), Buffer.from('\ufeffversion: 1\n', 'utf16le'))
  const result = await listen(['search'], { cwd: folder })
  expect(result.status).toBe(2)
  expect(result.err).toContain('save it as UTF-8')
})

it('no home folder is said in words', async () => {
  const result = await listen(['search'], { cwd: temporaryFolder(), env: { HOME: '' } })
  expect(result.status).toBe(1)
  expect(result.err).toContain('LISTEN_DB')
})

it('rows that were no posts are read again when their columns are named', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'a.csv'), 'x;y\nAcme is fine;2\n')
  const run = (...more: string[]) =>
    listen(['import', 'a.csv', '--db', 'store.db', ...more], { cwd: folder })
  expect((await run()).status).toBe(3)
  const wrong = await run('--map', 'text=z')
  expect(wrong.status).toBe(2)
  expect(wrong.err).toContain('there is no column "z"')
  const named = await run('--map', 'text=x')
  expect(named.err).toContain('1 row, 1 new')
  expect(named.status).toBe(0)
})

it('a workbook is no text: it is refused, not read as a table of nothing', async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'a.xlsx'), Buffer.from('504b030414000600', 'hex'))
  const result = await listen(['import', 'a.xlsx', '--db', 'store.db'], { cwd: folder })
  expect(result.status).toBe(2)
  expect(result.err).toContain('save a workbook as CSV')
  expect(existsSync(join(folder, 'store.db'))).toBe(false)
})

it('tells help as a word and as an option alike', async () => {
  for (const [word, option] of [
    ['help', '--help'],
    ['help search', 'search --help'],
    ['help query check', 'query check --help'],
  ] as const) {
    const asked = await listen(word.split(' '))
    expect(asked).toEqual(await listen(option.split(' ')))
    expect(asked.status).toBe(0)
    expect(asked.out).toContain('Usage: listen')
  }
  expect((await listen(['help', 'frob'])).err).toContain('unknown command "frob"')
})
