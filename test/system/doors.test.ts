import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { copySequence } from '../../src/system/clipboard.ts'
import { editText, findEditor } from '../../src/system/editor.ts'
import { checkLink, findOpener, openLink } from '../../src/system/opener.ts'
import { pipeTo } from '../../src/system/pipe.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'listen-doors-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function script(name: string, body: string): string {
  const file = join(folder, name)
  writeFileSync(file, `#!/bin/sh\n${body}\n`)
  chmodSync(file, 0o755)
  return file
}

async function fileOf(name: string): Promise<string> {
  const file = join(folder, name)
  for (let tries = 0; !existsSync(file) && tries < 500; tries++) {
    await new Promise((done) => setTimeout(done, 10))
  }
  return readFileSync(file, 'utf8')
}

it.each([
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's own way to write a blank
  'https://x.test/;touch${IFS}CANARY',
  'https://x.test/`touch CANARY`',
  'https://x.test/$(touch CANARY)',
  'https://x.test/|touch CANARY',
  'https://x.test/?a=1&touch CANARY&b=2',
  'https://x.test/\ntouch CANARY',
  'https://x.test/";touch CANARY;"',
  "https://x.test/';touch CANARY;'",
  'https://x.test/>CANARY',
  'https://x.test/\u001b]0;t\u0007',
  'https://x.test/\u202emoc',
  'https://bücher.test/',
])('opens %j as one argument without a shell', async (link) => {
  const program = script(
    'opener',
    `printf '%s\\n' "$#" "$1" > '${folder}/part' && mv '${folder}/part' '${folder}/told'`,
  )
  const host = await openLink(link, {}, { program, before: [] })
  const [count, argument = '', ...rest] = (await fileOf('told')).split('\n')
  expect([count, rest]).toEqual(['1', ['']])
  expect(argument).toMatch(/^https:\/\/[a-z0-9.-]+\/[!-~]*$/)
  expect(argument).not.toMatch(/["'`$;|<>()\\]/)
  expect(new URL(argument).hostname).toBe(host)
})

it.each([
  'https://$(calc.exe)/',
  '~/.ssh/id_rsa',
  '-a Calculator',
  '--help',
  '--new-window=https://x.test',
  'file:///etc/passwd',
  'JaVaScRiPt:alert(1)',
  'java\tscript:alert(1)',
  'data:text/html,<script>1</script>',
  'smb://evil.test/x',
  'ssh://-oProxyCommand=touch CANARY/x',
  '/bin/sh',
  '../x',
  '',
  '   ',
  `https://x.test/${'a'.repeat(9000)}`,
])('refuses %j', (link) => {
  expect(() => checkLink(link)).toThrow('this link is not opened')
})

it('tells the host that is really meant', () => {
  expect(checkLink('https://bank.test@evil.test/').hostname).toBe('evil.test')
})

it('takes BROWSER only as one plain program', () => {
  expect(findOpener('linux', { BROWSER: 'firefox' }).program).toBe('firefox')
  expect(findOpener('linux', { BROWSER: 'sh -c "x"' }).program).toBe('xdg-open')
})

it('lets an editor write in a private file that is gone afterwards', async () => {
  const program = script(
    'editor',
    `ls -ld "$(dirname "$1")" "$1" > '${folder}/modes'; echo "$1" > '${folder}/name'; echo more >> "$1"`,
  )
  expect(await editText('text\n', { VISUAL: program })).toBe('text\nmore\n')
  expect(readFileSync(join(folder, 'modes'), 'utf8')).toMatch(/^drwx------[^\n]*\n-rw-------/)
  expect(existsSync(readFileSync(join(folder, 'name'), 'utf8').trim())).toBe(false)
})

it.each([
  ['exit 3', 'ended with status 3'],
  ['kill -9 $$', 'was ended by SIGKILL'],
  ['head -c 2000000 /dev/zero | tr "\\0" a > "$1"', 'longer than a megabyte'],
  ['printf "a\\0b" > "$1"', 'is no text'],
])('takes nothing over from an editor that does "%s"', async (body, message) => {
  const program = script('editor', `echo "$1" > '${folder}/name'; ${body}`)
  await expect(editText('text', { EDITOR: program })).rejects.toThrow(message)
  expect(existsSync(readFileSync(join(folder, 'name'), 'utf8').trim())).toBe(false)
})

it('takes a removed file for an empty text, and an editor that is not there for an error', async () => {
  expect(await editText('text', { EDITOR: script('editor', 'rm "$1"') })).toBe('')
  await expect(editText('text', { EDITOR: '/no/such/editor' })).rejects.toThrow(
    'cannot start the editor',
  )
  expect(findEditor({ EDITOR: 'code --wait' })).toEqual(['code', '--wait'])
  expect(findEditor({})).toEqual(['vi'])
})

it('pipes a text to a program and hands its words back', async () => {
  const result = await pipeTo('tr a-z A-Z; echo oops >&2; exit 3', 'shout\n', { SHELL: '/bin/sh' })
  expect(result.status).toBe(3)
  expect(result.output).toContain('SHOUT')
  expect(result.output).toContain('oops')
  expect((await pipeTo('true', 'x'.repeat(1_000_000), {})).status).toBe(0)
})

it('copies by the terminal, up to a limit', () => {
  expect(copySequence('hé')).toBe('\u001b]52;c;aMOp\u0007')
  expect(copySequence('x'.repeat(80_000))).toBeUndefined()
  expect(statSync(folder).isDirectory()).toBe(true)
})
