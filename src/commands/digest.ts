import type { Context } from '../context.ts'
import { UsageError } from '../errors.ts'
import { createStyle } from '../format/style.ts'
import { buildDigest, digestWindow, markDelivered } from '../reports/digest.ts'
import { renderMarkdown } from '../reports/render-markdown.ts'
import { renderTerminal } from '../reports/render-terminal.ts'
import type { CommandModule, Options } from './command.ts'
import { parseMoment } from './options.ts'
import { deliverText } from './output-file.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command
      .option('--since <time>', '"last": where the last digest ended; or a time', 'last')
      .option('--to <way>', 'stdout, or a file name', 'stdout')
      .option('--force', 'replace the file if it is there')
      .option('--name <name>', 'digests of different names keep windows of their own', 'daily')
      .addHelpText(
        'after',
        '\nExamples:\n  listen digest --since last\n  listen digest --since 7d --to week.md',
      ),
  run: (context, _args, options) => runDigest(context, options),
}

/** One message; the window is closed only after the message is out, so that nothing falls between two digests. */
export async function runDigest(context: Context, options: Options): Promise<undefined> {
  const settings = await context.settings()
  const zone = await context.zone()
  const now = context.now()
  const name = String(options.name)
  if (!/^[\w-]{1,40}$/.test(name))
    throw new UsageError('--name is no name for a digest', { hint: 'use letters, digits, - and _' })
  const sinceLast = options.since === 'last'
  const since = sinceLast ? undefined : parseMoment(String(options.since), now, zone, '--since')
  const store = await context.store(sinceLast ? 'write' : 'read')
  const window = await digestWindow(store, name, now, since)
  const digest = await buildDigest({ store, settings, now, zone, window })
  const toFile = options.to !== 'stdout' && options.to !== '-'
  if (toFile) {
    const text = `Subject: ${digest.subject}\n\n${renderMarkdown(digest.document)}`
    await deliverText(context, text, { output: options.to, force: options.force })
  } else {
    const style = createStyle({ colour: context.colour })
    const body = renderTerminal(digest.document, {
      width: context.output.columns,
      colour: context.colour,
      ascii: false,
    })
    await deliverText(context, `${style.bold(digest.subject)}\n\n${body}`, {})
    await context.output.drain()
  }
  if (sinceLast) await markDelivered(store, name, window)
  return undefined
}
