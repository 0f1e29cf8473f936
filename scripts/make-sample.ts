// Writes the sample month into sample/: `npx tsx scripts/make-sample.ts`. The same seed gives the same files.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sampleFiles } from './sample/assemble.ts'
import { SAMPLE_SEED } from './sample/seed.ts'

const folder = join(import.meta.dirname, '..', 'sample')
mkdirSync(folder, { recursive: true })
for (const [name, text] of Object.entries(sampleFiles(SAMPLE_SEED))) {
  writeFileSync(join(folder, name), text)
  console.log(`${name}: ${text.length} characters`)
}
