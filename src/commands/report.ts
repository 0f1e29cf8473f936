import { Option } from 'commander'
import type { Context } from '../context.ts'
import { createDialogueReaders } from '../dialogue/report-readers.ts'
import { UsageError } from '../errors.ts'
import { safeLine } from '../format/safe-text.ts'
import type { ReportDocument } from '../reports/document.ts'
import { REPORTS } from '../reports/index.ts'
import { nearestName } from '../text/nearest.ts'
import type { CommandModule, Options } from './command.ts'
import { parseChoice } from './options.ts'
import { deliverText } from './output-file.ts'
import { readPeriod } from './period.ts'

const FORMATS = ['terminal', 'md', 'html', 'json', 'csv'] as const
type Format = (typeof FORMATS)[number]

export const command: CommandModule = {
  configure: (command) =>
    void command
      .argument('[names...]', `which reports: ${REPORTS.map(({ name }) => name).join(', ')}`)
      .addOption(new Option('-f, --format <format>', `one of ${FORMATS.join(', ')}`))
      .option('--since <time>', 'published since (default: 30 days ago)')
      .option('--until <time>', 'published before (default: now)')
      .option('-o, --output <file>', 'write it to a file')
      .option('--force', 'replace the file if it is there')
      .addHelpText(
        'after',
        '\nExamples:\n  listen report\n  listen report --since 7d --format html -o week.html',
      ),
  run: (context, [names], options) => runReport(context, names as readonly string[], options),
}

export async function runReport(
  context: Context,
  names: readonly string[],
  options: Options,
): Promise<undefined> {
  const entries = chooseReports(names)
  const format = chooseFormat(context, options)
  const period = await readPeriod(context, options)
  const store = await context.store('read')
  const settings = await context.settings()
  const documents: ReportDocument[] = []
  const now = context.now()
  const zone = await context.zone()
  const dialogue = createDialogueReaders(store, settings, now, zone)
  for (const entry of entries) {
    const report = await entry.load()
    documents.push(await report.build({ store, settings, now, zone, period, dialogue }))
  }
  const text = await render(context, documents, format)
  await deliverText(context, text, options)
  return undefined
}

function chooseReports(names: readonly string[]) {
  if (names.length === 0) return REPORTS.filter(({ name }) => name === 'overview')
  return names.map((name) => {
    const found = REPORTS.find((entry) => entry.name === name)
    if (found) return found
    const known = REPORTS.map((entry) => entry.name)
    const near = nearestName(name, known)
    throw new UsageError(`there is no report "${name.slice(0, 60)}"`, {
      hint: near ? `did you mean "${near}"?` : `reports: ${known.join(', ')}`,
    })
  })
}

function chooseFormat(context: Context, options: Options): Format {
  if (options.format !== undefined) return parseChoice('--format', String(options.format), FORMATS)
  const usual = context.json ? 'json' : 'terminal'
  return options.output === undefined ? usual : fileFormat(usual, options)
}

/** Without --format the file's ending decides. */
function fileFormat(usual: Format, options: Options): Format {
  const ending = /[^/\\]\.([a-z\d]{1,5})$/i.exec(String(options.output))?.[1]?.toLowerCase()
  if (ending === undefined || ending === 'txt') return usual
  const known = FORMATS.find((each) => each === ending)
  if (known !== undefined) return known
  throw new UsageError(
    `-o ${safeLine(String(options.output))}: no report is written as .${ending}`,
    {
      hint: `end it in .md, .html, .json, .csv or .txt, or name one with --format: ${FORMATS.join(', ')}`,
    },
  )
}

async function render(
  context: Context,
  documents: readonly ReportDocument[],
  format: Format,
): Promise<string> {
  switch (format) {
    case 'terminal': {
      const { renderTerminal } = await import('../reports/render-terminal.ts')
      const { output, environment } = context
      const ascii = /^(C|POSIX)$/.test(
        environment.LC_ALL ?? environment.LC_CTYPE ?? environment.LANG ?? '',
      )
      const options = { width: output.columns, colour: context.colour, ascii }
      return documents.map((document) => renderTerminal(document, options)).join('\n')
    }
    case 'md': {
      const { renderMarkdown } = await import('../reports/render-markdown.ts')
      return documents.map(renderMarkdown).join('\n')
    }
    case 'html': {
      const { renderHtml } = await import('../reports/render-html.ts')
      return renderHtml(documents)
    }
    case 'json': {
      const { renderJson } = await import('../reports/render-data.ts')
      return documents.map(renderJson).join('')
    }
    case 'csv': {
      const { renderCsv } = await import('../reports/render-data.ts')
      return renderCsv(documents)
    }
  }
}
