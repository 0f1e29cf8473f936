import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { COMMANDS } from '../src/commands/index.ts'
import { REPORTS } from '../src/reports/index.ts'
import { SOURCES } from '../src/sources/index.ts'

const DOCS = [
  'README.md',
  ...readdirSync('docs')
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]
const text = DOCS.map((file) => readFileSync(file, 'utf8')).join('\n')

it.each(COMMANDS.map(({ name }) => name))('the command "%s" stands in the documents', (name) => {
  const words = name.split(' ').join('[^\\n]*')
  expect(text).toMatch(new RegExp(`\`listen [^\`\n]*${words}`))
})

it.each(REPORTS.map(({ name }) => name))('the report "%s" stands in the documents', (name) => {
  expect(text).toContain(name)
})

it.each(SOURCES.map(({ platform }) => platform))(
  'the source "%s" stands in docs/sources.md',
  (platform) => {
    expect(readFileSync('docs/sources.md', 'utf8')).toContain(`\`${platform}\``)
  },
)

it.each(DOCS)('links of %s lead to files that exist', (file) => {
  const folder = file.includes('/') ? 'docs/' : ''
  const links = [...readFileSync(file, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(
    ([, link]) => link ?? '',
  )
  const missing = links.filter((link) => {
    try {
      readdirSync(`${folder}${link}`)
      return false
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ENOENT'
    }
  })
  expect(missing).toEqual([])
})
