import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join, posix } from 'node:path'
import { expect, it } from 'vitest'

/** The floors of the house, lowest first. A room may import only from the floors below its own. */
const FLOORS: readonly (readonly string[])[] = [
  ['model', 'text', 'errors'],
  ['query', 'analysis', 'ledger', 'metrics', 'format'],
  ['http', 'store', 'config', 'system'],
  ['sources', 'delivery'],
  ['context'],
  ['scan', 'dialogue', 'reports'],
  ['tui'],
  ['commands'],
  ['cli'],
]

/** Packages, and the rooms that may use each. A package that is not listed may be used nowhere. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  'better-sqlite3': ['store'],
  chalk: ['format'],
  commander: ['commands'],
  entities: ['text', 'sources'],
  htmlparser2: ['text', 'sources'],
  ink: ['tui'],
  'ipaddr.js': ['http'],
  natural: ['analysis'],
  nodemailer: ['delivery'],
  'p-queue': ['http', 'scan'],
  re2js: ['query'],
  react: ['tui'],
  'get-east-asian-width': ['format'],
  tldts: ['text'],
  undici: ['http', 'sources'],
  valibot: ['config', 'sources', 'delivery'],
  yaml: ['config'],
}

/** Node's own modules that touch the outside world, and the rooms that may use each. */
const DOORS: Readonly<Record<string, readonly string[]>> = {
  fs: ['system', 'store'],
  child_process: ['system'],
  net: ['http', 'system'],
  tls: ['http'],
  dns: ['http'],
  http: ['system'],
  https: [],
  worker_threads: ['tui', 'store'],
}

interface Use {
  readonly file: string
  readonly room: string
  readonly target: string
}

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) =>
  /\.tsx?$/.test(file),
)
const uses = files.flatMap((file) =>
  importsOf(file).map((target): Use => ({ file, room: roomOf(file), target })),
)

it('every room stands on a floor', () => {
  const rooms = new Set(files.map(roomOf))
  expect([...rooms].filter((room) => floorOf(room) < 0)).toEqual([])
})

it('a room imports only from the floors below its own', () => {
  const wrong = uses
    .filter(({ target }) => target.startsWith('.'))
    .map((use) => ({ ...use, other: roomOf(posix.join(posix.dirname(use.file), use.target)) }))
    .filter(({ room, other }) => room !== other && floorOf(other) >= floorOf(room))
  expect(wrong.map(({ file, target }) => `${file} → ${target}`)).toEqual([])
})

it('a package is used only by the rooms that own it', () => {
  const wrong = uses.filter(
    ({ room, target }) => isPackage(target) && !OWNERS[packageOf(target)]?.includes(room),
  )
  expect(wrong.map(({ file, target }) => `${file} uses ${target}`)).toEqual([])
})

it('the doors to the outside world are in the rooms that own them', () => {
  const wrong = uses.filter(({ room, target }) => {
    const owners = DOORS[target.replace(/^node:/, '').split('/')[0] ?? '']
    return owners !== undefined && !owners.includes(room)
  })
  expect(wrong.map(({ file, target }) => `${file} uses ${target}`)).toEqual([])
})

it('nobody imports the whole of natural: it prints, reads .env and takes 0.7 s', () => {
  expect(uses.filter(({ target }) => target === 'natural')).toEqual([])
})

/** Static imports, re-exports and dynamic imports with a literal name; type imports count as well. */
function importsOf(file: string): string[] {
  const code = readFileSync(join('src', file), 'utf8')
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .replaceAll(/^\s*\/\/.*$/gm, '')
  const statics = code.matchAll(/^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm)
  const bare = code.matchAll(/^\s*import\s*['"]([^'"]+)['"]/gm)
  const dynamics = code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g)
  return [...statics, ...bare, ...dynamics].map((found) => found[1] ?? '')
}

function isPackage(target: string): boolean {
  if (target.startsWith('.') || target.startsWith('node:')) return false
  return !builtinModules.includes(target)
}

function packageOf(target: string): string {
  const parts = target.split('/')
  return target.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '')
}

function roomOf(path: string): string {
  return path.split('/')[0]?.replace(/\.tsx?$/, '') ?? ''
}

function floorOf(room: string): number {
  return FLOORS.findIndex((rooms) => rooms.includes(room))
}
