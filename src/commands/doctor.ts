import { arch, platform } from 'node:os'
import type { Context } from '../context.ts'
import { AppError, ConfigError } from '../errors.ts'
import { safeLine } from '../format/safe-text.ts'
import { createStyle } from '../format/style.ts'
import { parseSavedQueries } from '../scan/queries.ts'
import { exists } from '../system/files.ts'
import { planCollect } from './collect.ts'
import type { CommandModule } from './command.ts'

export const command: CommandModule = {
  configure: () => {},
  run: (context) => runDoctor(context),
}

interface Finding {
  readonly what: string
  readonly state: 'ok' | 'note' | 'wrong'
  readonly words: string
}

/** Looks at everything the program needs, and says of each how it is. Exit status 1 when something is wrong. */
export async function runDoctor(context: Context): Promise<number> {
  const findings = [checkNode(), ...(await checkConfiguration(context)), await checkStore(context)]
  const style = createStyle({ colour: context.colour })
  const paint = { ok: style.good, note: style.warn, wrong: style.bad }
  for (const finding of findings) {
    if (context.json) context.output.data(`${JSON.stringify(finding)}\n`)
    else
      context.output.data(
        `${paint[finding.state](finding.state.padEnd(5))} ${finding.what.padEnd(14)} ${safeLine(finding.words)}\n`,
      )
  }
  return findings.some(({ state }) => state === 'wrong') ? 1 : 0
}

function checkNode(): Finding {
  const major = Number(process.versions.node.split('.')[0])
  const words = `Node ${process.versions.node} on ${platform()} ${arch()}`
  if (major > 20) return { what: 'node', state: 'ok', words }
  return {
    what: 'node',
    state: 'note',
    words: `${words}; Node 20 gets no more fixes since April 2026: move to 22 or 24`,
  }
}

async function checkConfiguration(context: Context): Promise<readonly Finding[]> {
  try {
    const settings = await context.settingsWithSources()
    if (settings.file === undefined) {
      return [
        { what: 'configuration', state: 'note', words: 'no queries.yaml here; run listen init' },
      ]
    }
    parseSavedQueries(settings)
    const plan = await planCollect(settings, { sources: [], queries: [] }, context.environment)
    const count = `${settings.queries.length} queries, ${plan.channels.length} channels`
    const missing = settings.missingSecrets.map(({ variable, key }) => `${variable} (for ${key})`)
    return [
      { what: 'configuration', state: 'ok', words: `${settings.file}: ${count}` },
      missing.length === 0
        ? { what: 'secrets', state: 'ok', words: 'every secret that is named is set' }
        : { what: 'secrets', state: 'note', words: `not set: ${missing.join(', ')}` },
      ...[...plan.unplanned, ...plan.idle].map(
        ({ source, reason }): Finding => ({
          what: 'source',
          state: 'note',
          words: `${source}: ${reason}`,
        }),
      ),
      promiseFinding(settings),
    ]
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const [first] = error.problems
    const where = first
      ? ` ${first.place.file}:${first.place.line}:${first.place.column}: ${first.message}`
      : ''
    return [{ what: 'configuration', state: 'wrong', words: `${error.message}:${where}` }]
  }
}

/** A promise of one hour cannot be kept by sources that are asked every six. */
function promiseFinding(settings: Awaited<ReturnType<Context['settings']>>): Finding {
  const minutes = settings.policy.targets[0]?.firstMinutes ?? 60
  const slow = settings.sources.filter(
    ({ everyMs }) => everyMs !== undefined && everyMs / 60_000 > minutes,
  )
  if (slow.length === 0)
    return {
      what: 'promise',
      state: 'ok',
      words: `the schedule can meet an answer within ${minutes} minutes, if scans run that often`,
    }
  const names = slow.map(({ name }) => name).join(', ')
  return {
    what: 'promise',
    state: 'note',
    words: `${names}: asked less often than the promise of ${minutes} minutes; shorten every:`,
  }
}

async function checkStore(context: Context): Promise<Finding> {
  const path = await context.storePath()
  if (!(await exists(path)))
    return {
      what: 'store',
      state: 'note',
      words: `${path} is not there yet; the first scan makes it`,
    }
  try {
    const info = await (await context.store('read')).info()
    return {
      what: 'store',
      state: 'ok',
      words: `${path}: ${info.posts} posts, schema ${info.schemaVersion}, SQLite ${info.sqliteVersion}`,
    }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { what: 'store', state: 'wrong', words: error.message }
  }
}
