#!/usr/bin/env node
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import module, { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Script } from 'node:vm'

const require = createRequire(import.meta.url)
const [first, ...rest] = process.argv.slice(2)
if (rest.length === 0 && (first === '--version' || first === '-V')) {
  // Scripts ask for the version often: it is answered before anything is loaded.
  process.stdout.write(`${require('../package.json').version}\n`)
} else {
  start()
}

/**
 * Runs dist/cli.cjs from its compiled form when the build made one for this V8: compiling a megabyte takes longer than
 * a search. V8 checks the form against the source and ignores one that does not fit.
 */
function start() {
  const file = fileURLToPath(new URL('../dist/cli.cjs', import.meta.url))
  const cache = file.replace(/cjs$/, `${process.versions.v8}.cache`)
  const isWriting = process.env.LISTEN_WRITE_CODE_CACHE === '1'
  // Node 22 and later keep compiled code between runs by themselves.
  if (!existsSync(cache) && !isWriting) module.enableCompileCache?.()
  const script = new Script(
    `(function(exports,require,module,__filename,__dirname,listenImport){${readFileSync(file, 'utf8')}\n})`,
    { filename: file, ...(existsSync(cache) ? { cachedData: readFileSync(cache) } : {}) },
  )
  const here = { exports: {} }
  const importBeside = (name) => import(new URL(`../dist/${name}`, import.meta.url).href)
  script.runInThisContext()(
    here.exports,
    createRequire(file),
    here,
    file,
    dirname(file),
    importBeside,
  )
  if (isWriting) process.on('exit', () => writeFileSync(cache, script.createCachedData()))
}
