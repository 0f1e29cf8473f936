// Bundles src/ into dist/: one small entry that loads each command when it is asked for.
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
process.chdir(root)
const { version } = JSON.parse(readFileSync('package.json', 'utf8'))

/** Ink asks for the developer tools of React only when DEV is set; nobody needs them in a released program. */
const withoutDevtools = {
  name: 'without-devtools',
  setup(context) {
    context.onResolve({ filter: /^react-devtools-core$/ }, (args) => ({
      path: args.path,
      namespace: 'empty',
    }))
    context.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'export default {}' }))
  },
}

const entries = { cli: 'src/cli.ts' }
if (existsSync('src/tui/reader-worker.ts')) entries['reader-worker'] = 'src/tui/reader-worker.ts'

rmSync('dist', { recursive: true, force: true })
const result = await build({
  entryPoints: entries,
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  jsx: 'automatic',
  minifySyntax: true,
  minifyWhitespace: true,
  keepNames: false,
  legalComments: 'none',
  metafile: true,
  external: ['better-sqlite3'],
  plugins: [withoutDevtools],
  define: {
    'process.env.NODE_ENV': '"production"',
    'process.env.DEV': '"false"',
    LISTEN_VERSION: JSON.stringify(version),
    BUNDLED_REQUIRE: 'require',
  },
  // Bundled CommonJS packages call require() for Node's own modules.
  banner: {
    js: "import{createRequire as listenRequire}from'node:module';const require=listenRequire(import.meta.url);",
  },
  logLevel: 'warning',
})

if (existsSync('src/analysis/model')) {
  mkdirSync('dist/model', { recursive: true })
  for (const name of readdirSync('src/analysis/model')) {
    if (name.endsWith('.bin'))
      copyFileSync(join('src/analysis/model', name), join('dist/model', name))
  }
}
writeNotices(Object.keys(result.metafile.inputs))

/** The licences of every package whose code is in the bundle. */
function writeNotices(inputs) {
  const packages = new Set()
  for (const input of inputs) {
    const found = /(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)
    if (found) packages.add(input.slice(0, found.index + found[0].length))
  }
  const parts = ['The program contains code of these packages.\n']
  for (const folder of [...packages].sort()) {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name))
    const text = file
      ? readFileSync(join(folder, file), 'utf8').trim()
      : `Licence: ${manifest.license}`
    parts.push(
      `${'='.repeat(80)}\n${manifest.name} ${manifest.version} (${manifest.license})\n\n${text}\n`,
    )
  }
  writeFileSync('THIRD-PARTY-NOTICES.txt', parts.join('\n'))
}
