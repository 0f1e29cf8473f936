import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { readHeader } from '../../src/store/file.ts'
import { temporaryStores } from './builders.ts'

const stores = temporaryStores()

/** Opens, grows and closes the file again and again: each close brings the log into it and takes the log away. */
const GROWER = `
const Sqlite = require('better-sqlite3')
process.stdout.write('begun\\n')
for (let n = 0; ; n++) {
  const db = new Sqlite(process.argv[1])
  db.exec('CREATE TABLE IF NOT EXISTS growth (text)')
  const add = db.prepare('INSERT INTO growth VALUES (?)')
  db.transaction(() => { for (let row = 0; row < 40; row++) add.run('x'.repeat(3000)) })()
  db.close()
}`

it('takes a file that grows at this moment for no damage', async () => {
  const store = await stores.open()
  await store.close()
  const grower = spawn(process.execPath, ['-e', GROWER, store.path], {
    cwd: join(import.meta.dirname, '../..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void grower.kill('SIGKILL'))
  await once(grower.stdout, 'data')
  for (let n = 0; n < 20_000; n++) expect(readHeader(store.path).applicationId).toBeGreaterThan(0)
})
