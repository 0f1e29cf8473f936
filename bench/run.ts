// npm run bench [NAME] [options]: runs one benchmark, or lists them.
import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const folder = fileURLToPath(new URL('.', import.meta.url))
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.ts') && name !== 'run.ts' && !name.startsWith('_'))
  .map((name) => name.slice(0, -3))
  .sort()
const [name] = process.argv.slice(2)

if (name === undefined || !names.includes(name)) {
  console.log(`npm run bench NAME, where NAME is one of: ${names.join(', ')}`)
  process.exitCode = name === undefined ? 0 : 2
} else {
  process.argv.splice(2, 1)
  await import(new URL(`./${name}.ts`, import.meta.url).href)
}
