import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { temporaryFolder } from '../helpers/cli.ts'
import { hasTmux, openTerminal, type Terminal, type TerminalOptions } from '../helpers/tmux.ts'
import { aComplaint, aPage, NOW } from '../store/plain-builders.ts'
import { AS_OF, makeInbox, openAgain, somePosts } from '../tui/inbox-store.ts'

const PROGRAM = resolve('bin/listen.js')

interface Opened {
  readonly terminal: Terminal
  readonly folder: string
  readonly path: string
  readonly config: string
}

async function openInbox(
  options: Partial<TerminalOptions> & {
    readonly posts?: Parameters<typeof makeInbox>[1]
    readonly configuration?: string
    readonly args?: string
    readonly wait?: string | RegExp
  } = {},
): Promise<Opened> {
  const folder = temporaryFolder()
  const { config, path } = await makeInbox(
    folder,
    options.posts ?? somePosts(),
    options.configuration,
  )
  const terminal = openTerminal(
    `'${process.execPath}' '${PROGRAM}' inbox -c queries.yaml --as-of ${AS_OF} --tz UTC ${options.args ?? ''}`,
    {
      columns: options.columns ?? 80,
      rows: options.rows ?? 24,
      cwd: folder,
      ...(options.env === undefined ? {} : { env: options.env }),
    },
  )
  onTestFinished(() => terminal.close())
  await terminal.until(options.wait ?? /1\/5\n/)
  return { terminal, folder, path, config }
}

function cursorLine(screen: string): string {
  return screen.split('\n').find((each) => each.startsWith('>')) ?? ''
}

describe.skipIf(!hasTmux())('the inbox in a real terminal', () => {
  it('shows the queue in the order of listen queue, and teaches its first keys', async () => {
    const { terminal } = await openInbox()
    const lines = terminal.screen()
    expect(lines[0]).toMatch(/^\[Queue\]│ All │/)
    expect(lines.slice(2, 7).map((each) => /number (\d)/.exec(each)?.[1])).toEqual([
      '4',
      '3',
      '2',
      '1',
      '0',
    ])
    expect(lines[2]).toContain('5 h over')
    expect(lines[23]).toMatch(/open.*flag.*reply.*close.*filter.*undo.*quit/)
    expect(lines).toHaveLength(24)
  })

  it('flags, takes back and does again, and the store says the same', async () => {
    const { terminal, path } = await openInbox()
    terminal.press('j', 'f')
    await terminal.until('flag: 1 post')
    await terminal.until((screen) => cursorLine(screen).startsWith('> !'))
    terminal.press('u')
    await terminal.until('taken back: flag flag')
    await terminal.until((screen) => cursorLine(screen).startsWith('> •'))
    terminal.press('U')
    await terminal.until('done again')
    await terminal.until((screen) => cursorLine(screen).startsWith('> !'))
    const store = await openAgain(path)
    expect((await store.post(42)).flags).toEqual(['flag'])
    expect((await store.check()).problems).toEqual([])
    await store.close()
  })

  it('takes back what was done before the program was started', async () => {
    const first = await openInbox()
    const store = await openAgain(first.path)
    await store.triage({ type: 'label', label: 'old', on: true }, [1], 'ann')
    await store.triage({ type: 'label', label: 'older', on: true }, [2], 'ann')
    first.terminal.press('u')
    await first.terminal.until('taken back: label older')
    first.terminal.press('u')
    await first.terminal.until('taken back: label old (')
    expect((await store.post(1)).labels).toEqual([])
    await store.close()
  })

  it('filters while it is typed, says what is wrong, and gives the old list back', async () => {
    const { terminal } = await openInbox()
    terminal.press('/')
    terminal.type('"number 3"')
    await terminal.until(/1\/1|number 3.*\n[^>]*$/s)
    await terminal.until((screen) => !screen.includes('number 4'))
    terminal.type(' AND (')
    await terminal.until('this bracket is never closed')
    terminal.press('Escape')
    await terminal.until('number 4')
    terminal.press('/')
    terminal.type('number NOT 3')
    terminal.press('Enter')
    await terminal.until(/filter: number NOT 3 .*\/4/)
    terminal.press('Escape')
    await terminal.until('/5')
  })

  it('opens a thread with clock, reasons and ledger, searches in it and comes back', async () => {
    const { terminal } = await openInbox()
    terminal.press('Enter')
    const screen = await terminal.until('── ledger')
    expect(screen).toContain('answer 5 h over')
    expect(screen).toContain('matched acme (brand): acm')
    expect(screen).toContain('Person 4')
    terminal.press('/')
    terminal.type('collected')
    await terminal.until('»')
    terminal.press('Enter', 'q')
    await terminal.until('1/5')
  })

  it('acts on marked posts and ranges as one batch, and reports it', async () => {
    const { terminal, path } = await openInbox()
    terminal.press('x', 'x')
    await terminal.until('2 marked')
    terminal.press('l')
    terminal.type('screen')
    terminal.press('Enter')
    await terminal.until('label screen: 2 posts')
    terminal.press('g', 'v', 'j', 'j', 'l')
    terminal.type('screen')
    terminal.press('Enter')
    await terminal.until('label screen: 1 post · 2 already so')
    terminal.press('u')
    await terminal.until('taken back: label screen (post 43)')
    const store = await openAgain(path)
    expect((await store.posts([41, 42, 43])).map(({ labels }) => labels.length)).toEqual([1, 1, 0])
    await store.close()
  })

  it('runs words behind a colon with completion, and keeps a line that it cannot read', async () => {
    const { terminal, path } = await openInbox()
    terminal.press(':')
    terminal.type('clo')
    terminal.press('Tab')
    await terminal.until(':close ')
    terminal.type('no-ans')
    terminal.press('Tab')
    await terminal.until(':close no-answer-wanted')
    terminal.press('Enter')
    await terminal.until('close as no-answer-wanted: 1 post')
    await terminal.until('1/4')
    terminal.press(':')
    terminal.type('snooze never')
    terminal.press('Enter')
    await terminal.until('until when?')
    terminal.press('Escape')
    const store = await openAgain(path)
    expect((await store.post(41)).status).toBe('closed')
    await store.close()
  })

  it('writes an answer in the editor, keeps the draft and gives advice before anything goes', async () => {
    const folder = temporaryFolder()
    const editor = join(folder, 'editor.sh')
    writeFileSync(
      editor,
      `#!/bin/sh\nls -l "$1" > '${folder}/mode'; echo "$1" > '${folder}/name'\nprintf 'Sorry about the broken screen, we will send a new one tomorrow. - Ann\\n' > "$1.new"; cat "$1" >> "$1.new"; cp "$1.new" "$1"\n`,
    )
    chmodSync(editor, 0o755)
    const { terminal, path } = await openInbox({ env: { EDITOR: editor } })
    terminal.press('r')
    const screen = await terminal.until('Before it goes')
    expect(screen).toContain('Sorry about the broken screen')
    expect(screen).toContain('a promise: tomorrow')
    expect(screen).toContain('takes no answers from programs')
    expect(readFileSync(join(folder, 'mode'), 'utf8')).toMatch(/^-rw-------/)
    expect(existsSync(readFileSync(join(folder, 'name'), 'utf8').trim())).toBe(false)
    terminal.press('s')
    await terminal.until('takes no answers')
    const store = await openAgain(path)
    expect((await store.outbox({})).map(({ state, text }) => [state, text.slice(0, 5)])).toEqual([
      ['draft', 'Sorry'],
    ])
    terminal.press('R')
    await terminal.until(/recorded as sent by hand.*5\/5/)
    const { state } = await store.thread((await store.post(41)).threadNumber as number)
    expect(state.answeredAt).toBe(NOW)
    expect(state.promiseDueAt).toBeGreaterThan(NOW)
    await store.close()
  })

  it('sends and keeps nothing when the editor fails', async () => {
    const { terminal, path } = await openInbox({ env: { EDITOR: 'false' } })
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('listen-edit-'))
    terminal.press('r')
    await terminal.until('the editor ended with status 1')
    await terminal.until('1/5')
    const after = readdirSync(tmpdir()).filter((name) => name.startsWith('listen-edit-'))
    expect(after.length).toBeLessThanOrEqual(before.length)
    const store = await openAgain(path)
    expect(await store.outbox({})).toEqual([])
    await store.close()
  })

  it('shows what another process collects without moving the cursor', async () => {
    const { terminal, path } = await openInbox()
    terminal.press('Tab')
    await terminal.until('1/45')
    terminal.press('j', 'j', 'j', 'x')
    await terminal.until('1 marked · 5/')
    const before = cursorLine(terminal.screen().join('\n'))
    const store = await openAgain(path)
    await store.savePages([
      aPage([
        aComplaint({
          id: 'new',
          text: 'acme is on fire',
          publishedAt: NOW - 1000,
          collectedAt: NOW + 1,
        }),
      ]),
    ])
    await store.close()
    const screen = await terminal.until('1 marked · 6/')
    expect(cursorLine(screen)).toBe(before)
    await terminal.until('1 new since you came')
  })

  it('says that a colleague is at it', async () => {
    const { terminal, path } = await openInbox()
    const store = await openAgain(path)
    await store.triage({ type: 'note', text: 'I call them' }, [41], 'bo')
    terminal.press('Enter')
    await terminal.until('bo is at it: noted')
    await store.triage({ type: 'assign', to: 'bo' }, [41], 'bo')
    await terminal.until('bo is at it: assigned')
    await store.close()
  })

  it.each([
    [40, 12],
    [80, 24],
    [200, 60],
  ])('fits %i × %i and keeps every line inside', async (columns, rows) => {
    const { terminal } = await openInbox({ columns, rows, posts: somePosts(5, 100) })
    terminal.press('Tab')
    await terminal.until('1/105')
    terminal.press('G')
    const screen = await terminal.until('105/105')
    const lines = screen.split('\n')
    expect(lines).toHaveLength(rows)
    expect(lines.every((each) => each.length <= columns)).toBe(true)
    expect(lines.filter((each) => each.startsWith('>'))).toHaveLength(1)
    if (columns === 200) await terminal.until(/│ ▏Person/)
  })

  it('survives a storm of sizes', async () => {
    const { terminal } = await openInbox()
    for (const [columns, rows] of [
      [10, 3],
      [200, 50],
      [1, 1],
      [33, 7],
      [120, 24],
      [80, 24],
    ] as const) {
      terminal.resize(columns, rows)
      terminal.press('j')
    }
    await terminal.until(
      (screen) =>
        screen.split('\n').length === 24 && /\[Queue\]│ All/.test(screen) && screen.includes('5/5'),
    )
  })

  it('takes keys from the configuration, and refuses a key with two meanings with its place', async () => {
    const { terminal } = await openInbox({ configuration: 'keys: { flag: F, seen: [s, d] }\n' })
    terminal.press('f', 'F')
    await terminal.until('flag: 1 post')
    const other = await openInbox({
      configuration: 'keys:\n  flag: x\n  fly: y\n',
      wait: 'status 2',
    })
    const screen = other.terminal.screen().join('\n')
    expect(screen).toMatch(/queries\.yaml:11:\d+/)
    expect(screen).toContain('"x" already means "mark"')
    expect(screen).toContain('no action "fly"')
  })

  it('has saved views as tabs, and refuses one that cannot be read', async () => {
    const { terminal } = await openInbox({ configuration: 'views: { Threes: "\\"number 3\\"" }\n' })
    terminal.press(':')
    terminal.type('tab thr')
    terminal.press('Enter')
    await terminal.until(/\[Threes\][\s\S]*number 3/)
    const other = await openInbox({ configuration: 'views: { bad: "a AND" }\n', wait: 'status 2' })
    expect(other.terminal.screen().join('\n')).toContain('views.bad')
  })

  it('gives the terminal back after q, SIGTERM and SIGHUP', async () => {
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
      const { terminal } = await openInbox()
      const pid = childOf(terminal.pid())
      process.kill(pid, signal)
      await terminal.until(signal === 'SIGTERM' ? 'status 143' : 'status 129')
      // stty breaks its lines by the width of the terminal.
      terminal.type(`stty -a | tr '\\n' ' ' | grep -c ' echo '`)
      terminal.press('Enter')
      await terminal.until(/^1$/m)
    }
    const { terminal } = await openInbox()
    terminal.press('q')
    await terminal.until('status 0')
    expect(terminal.screen().join('\n')).not.toContain('[Queue]')
  })

  it('says no to a dumb terminal and to a pipe', async () => {
    const { terminal } = await openInbox({ env: {}, args: '', wait: '1/5' })
    terminal.press('q')
    await terminal.until('status 0')
    terminal.type(
      `TERM=dumb '${process.execPath}' '${PROGRAM}' inbox -c queries.yaml; '${process.execPath}' '${PROGRAM}' inbox -c queries.yaml | cat`,
    )
    terminal.press('Enter')
    const screen = await terminal.until('the inbox needs a terminal')
    expect(screen).toContain('TERM=dumb')
  })

  it('uses no colour with NO_COLOR and only ASCII without UTF-8', async () => {
    const { terminal } = await openInbox({ env: { NO_COLOR: '1' } })
    expect(terminal.styled()).not.toMatch(/\[[0-9;]*(?:3[0-8]|4[0-8]|9\d)[;m]/)
    const other = await openInbox({
      env: { LC_ALL: 'C' },
      posts: [aComplaint({ id: 'u', text: 'schön 漢字 acme', publishedAt: NOW - 60_000 })],
      wait: '1/1',
    })
    expect(other.terminal.screen().join('\n')).toMatch(/^[\x20-\x7e\n]*$/)
    expect(other.terminal.screen().join('\n')).toContain('sch?n ???? acme')
  })

  it('scrolls by wheel and chooses by click', async () => {
    const { terminal } = await openInbox()
    terminal.bytes('\u001b[<0;5;5M')
    await terminal.until((screen) => /number 2/.test(cursorLine(screen)))
    terminal.bytes('\u001b[<0;12;1M')
    await terminal.until('1/45')
    terminal.bytes('\u001b[<65;5;5M'.repeat(3))
    await terminal.until('10/45')
  })

  it('says what to do where nothing is', async () => {
    const { terminal } = await openInbox({ posts: [], wait: 'Nobody waits for an answer' })
    expect(terminal.screen().join('\n')).toContain('S asks the sources now')
    terminal.press('Tab')
    await terminal.until('listen scan')
  })
})

/** The program under the shell of the terminal. */
function childOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0])
}
