import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { writeFileWhole } from '../../src/system/files.ts'

it('says why a file cannot be written, also where the folder may not be entered', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'listen-files-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'file'), '')
  await expect(writeFileWhole(join(folder, 'file', 'x.csv'), ['a'])).rejects.toThrow(
    /^cannot write .*x\.csv: a part of the path is not a folder/,
  )
})
