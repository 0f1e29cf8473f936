import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { AppError } from '../../src/errors.ts'
import { editText, findEditor } from '../../src/system/editor.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A program that stands for the editor: a shell script with the file as $1. */
function anEditor(script: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'editor-test-'))
  folders.push(folder)
  const path = join(folder, 'editor.sh')
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  return path
}

const left = () => readdirSync(tmpdir()).filter((name) => name.startsWith('listen-edit'))

describe('the editor', () => {
  it('gives back what was written, from a file that only its owner reads and that is gone afterwards', async () => {
    const editor = anEditor(
      'stat -c %a "$1" > "$0.mode"; stat -c %a "$(dirname "$1")" >> "$0.mode"; echo "$1" > "$0.path"; printf " and more" >> "$1"',
    )
    expect(await editText('text', { EDITOR: editor })).toBe('text and more')
    expect(readFileSync(`${editor}.mode`, 'utf8')).toBe('600\n700\n')
    expect(existsSync(readFileSync(`${editor}.path`, 'utf8').trim())).toBe(false)
  })

  it.each([
    ['fails', 'exit 3'],
    ['is killed', 'kill -9 $$'],
    ['writes too much', 'head -c 2000000 /dev/zero > "$1"'],
    ['writes no text', 'printf "\\000\\001" > "$1"'],
  ])('uses nothing when it %s', async (_name, script) => {
    const before = left()
    await expect(editText('text', { EDITOR: anEditor(script) })).rejects.toThrow(AppError)
    expect(left()).toEqual(before)
  })

  it('says when there is no such program', async () => {
    await expect(editText('text', { EDITOR: '/nowhere/at/all' })).rejects.toThrow(/cannot start/)
  })

  it('takes options from the variable, and nothing from the text', async () => {
    const editor = `${anEditor('test "$1" = --wait || exit 1; cat "$2" > /dev/null')} --wait`
    expect(await editText('$(touch /tmp/x) `id` "; rm', { VISUAL: editor })).toBe(
      '$(touch /tmp/x) `id` "; rm',
    )
  })

  it('is the one that the user named', () => {
    expect(findEditor({ VISUAL: 'code --wait', EDITOR: 'nano' })).toEqual(['code', '--wait'])
    expect(findEditor({ EDITOR: 'nano' })).toEqual(['nano'])
    expect(findEditor({})).toEqual(['vi'])
  })
})
