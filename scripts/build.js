// Bundles src/ into dist/: one file for all commands, which evaluates a command's modules when it is asked for;
// large packages and the screen stand in files of their own, so that start-up does not even read them.
import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
process.chdir(root)
const { version } = JSON.parse(readFileSync('package.json', 'utf8'))

/** Packages that are read from disk at their first use. */
const LAZY = ['htmlparser2', 'nodemailer', 're2js', 'tldts', 'undici', 'yaml']

const common = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
  define: {
    'process.env.NODE_ENV': '"production"',
    'process.env.DEV': '"false"',
    LISTEN_VERSION: JSON.stringify(version),
    BUNDLED_REQUIRE: 'require',
  },
}

/** Puts `require('./lazy/NAME.cjs')` in the place of a lazy package. */
const lazyPackages = {
  name: 'lazy-packages',
  setup(context) {
    const filter = new RegExp(`^(${LAZY.join('|')})$`)
    context.onResolve({ filter }, ({ path }) => ({ path, namespace: 'lazy' }))
    context.onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path }) => ({
      contents: `module.exports = require('./lazy/${path}.cjs')`,
    }))
    context.onResolve({ filter: /^\.\/lazy\// }, ({ path }) => ({ path, external: true }))
  },
}

/** The screen is a bundle of its own, which the launcher imports: nobody else needs Ink and React. */
const separateScreen = {
  name: 'separate-screen',
  setup(context) {
    context.onResolve({ filter: /tui\/start\.tsx$/ }, ({ path }) => ({ path, namespace: 'screen' }))
    context.onLoad({ filter: /.*/, namespace: 'screen' }, () => ({
      contents: `export const startInbox = (...all) => listenImport('./tui.js').then((screen) => screen.startInbox(...all))`,
    }))
  },
}

/** Ink asks for the developer tools of React only when DEV is set; nobody needs them in a released program. */
const withoutDevtools = {
  name: 'without-devtools',
  setup(context) {
    context.onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({
      path,
      namespace: 'empty',
    }))
    context.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: 'export default {}' }))
  },
}

const esm = {
  ...common,
  format: 'esm',
  jsx: 'automatic',
  external: ['better-sqlite3'],
  // Bundled CommonJS packages call require() for Node's own modules.
  banner: {
    js: "import{createRequire as listenRequire}from'node:module';const require=listenRequire(import.meta.url);",
  },
}

// Built beside and put in place at the end: a failed build leaves the last good one.
const OUT = `dist.${process.pid}`
const results = await Promise.all([
  build({
    ...common,
    entryPoints: ['src/cli.ts'],
    outfile: `${OUT}/cli.cjs`,
    // CommonJS, because V8 can keep its compiled form beside it (see bin/listen.js).
    format: 'cjs',
    supported: { 'dynamic-import': false },
    external: ['better-sqlite3'],
    define: { ...common.define, 'import.meta.url': 'listenUrl' },
    banner: { js: "const listenUrl=require('node:url').pathToFileURL(__filename).href;" },
    plugins: [lazyPackages, separateScreen],
  }),
  build({
    ...esm,
    entryPoints: ['src/tui/start.tsx'],
    outfile: `${OUT}/tui.js`,
    plugins: [lazyPackages, withoutDevtools],
  }),
  ...(existsSync('src/tui/reader-worker.ts')
    ? [
        build({
          ...esm,
          entryPoints: ['src/tui/reader-worker.ts'],
          outfile: `${OUT}/reader-worker.js`,
          plugins: [lazyPackages],
        }),
      ]
    : []),
  ...LAZY.map((name) =>
    build({
      ...common,
      stdin: { contents: `module.exports = require('${name}')`, resolveDir: root },
      outfile: `${OUT}/lazy/${name}.cjs`,
      format: 'cjs',
    }),
  ),
]).catch((error) => {
  rmSync(OUT, { recursive: true, force: true })
  throw error
})

if (existsSync('src/analysis/model')) {
  mkdirSync(`${OUT}/model`, { recursive: true })
  for (const name of readdirSync('src/analysis/model')) {
    if (name.endsWith('.bin'))
      copyFileSync(join('src/analysis/model', name), join(OUT, 'model', name))
  }
}
rmSync('dist', { recursive: true, force: true })
renameSync(OUT, 'dist')
execFileSync(process.execPath, ['scripts/make-code-cache.js'], { stdio: 'inherit' })
writeNotices(results.flatMap(({ metafile }) => Object.keys(metafile.inputs)))

/** The licences of every package whose code is in the bundles. */
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
