// Loaded before the rights are dropped: the user that it becomes may not be able to read this folder.
import 'better-sqlite3'
import '../../src/store/read-only-copy.ts'
import { openStore } from '../../src/store/open.ts'
import { POLICY } from './policy.ts'

// Run by a test: opens a store as a user who may not write, and prints what came of it.
const [path = '', readOnly] = process.argv.slice(2)
process.setegid?.(65_534)
process.seteuid?.(65_534)
try {
  const store = await openStore({
    path,
    policy: POLICY,
    now: Date.now,
    readOnly: readOnly === 'true',
  })
  if (readOnly !== 'true') await store.setValue('x', 1)
  const posts = await store.search({ now: Date.now(), zone: 'UTC' })
  process.stdout.write(JSON.stringify({ posts: posts.map(({ text }) => text) }))
  await store.close()
} catch (error) {
  process.stdout.write(JSON.stringify({ error: (error as Error).message }))
}
