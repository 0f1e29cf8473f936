import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { loadSettings } from '../../src/config/load.ts'
import { readSample } from '../../src/scan/demo/sample.ts'
import { sourceTypes } from '../../src/sources/index.ts'

const folder = join(import.meta.dirname, '../../sample')
const fileText = (name: string) => readFileSync(join(folder, name), 'utf8')

it('the configuration of the sample is right, and asks every place', async () => {
  const text = fileText('queries.yaml')
  const settings = await loadSettings({
    text,
    file: 'sample/queries.yaml',
    environment: {},
    sourceTypes,
  })
  expect(settings.queries.map((query) => query.name)).toEqual([
    'acme',
    'globex',
    'initech',
    'outage',
    'repair',
  ])
  const { places } = readSample({ posts: '', places: fileText('places.json') })
  for (const place of places) {
    expect(text, place.name).toContain(
      `http://${place.host}${place.path === '/' ? '' : place.path}`,
    )
  }
})
