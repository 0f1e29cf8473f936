import { createInterface } from 'node:readline'
import { type Analyzer, createAnalyzer } from '../analysis/analyze.ts'
import type { AppliedCalibration } from '../analysis/corrections.ts'
import type { Context } from '../context.ts'
import { jsonText } from '../format/table.ts'
import { readModel } from '../system/model-file.ts'
import type { CommandModule, Options } from './command.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command
      .option('--stored', 'bring stored posts up to date; can be stopped and goes on')
      .option('--evaluate', 'compare with what people corrected: confusion by language and source')
      .option('--learn', 'learn from the corrections now, also where it was turned off')
      .option('--unlearn', 'no longer apply what was learned from corrections')
      .addHelpText(
        'after',
        '\nReads one text a line, or JSON lines with "text", from standard input.\n\nExample:\n  echo "the battery died again" | listen analyze',
      ),
  run: (context, _args, options) => runAnalyze(context, options),
}

export async function runAnalyze(context: Context, options: Options): Promise<number> {
  const { words } = await context.settings()
  const model = await readModel()
  const analyzer = createAnalyzer(model, { words })
  if (options.stored === true) {
    const { analyzeStored } = await import('./analyze-stored.ts')
    const make = (local?: AppliedCalibration) => createAnalyzer(model, { words, local })
    return analyzeStored(context, make)
  }
  if (options.evaluate === true) {
    const { evaluateCorrections } = await import('./analyze-evaluate.ts')
    return evaluateCorrections(context, analyzer)
  }
  if (options.learn === true || options.unlearn === true) {
    const { learnFromCorrections, unlearn } = await import('./analyze-evaluate.ts')
    return options.learn === true ? learnFromCorrections(context, analyzer) : unlearn(context)
  }
  return analyzeLines(context, analyzer)
}

/** Streams: an answer for every line, in order; a line that is no JSON is a text. */
async function analyzeLines(context: Context, analyzer: Analyzer): Promise<number> {
  const lines = createInterface({
    input: context.standardInput,
    crlfDelay: Number.POSITIVE_INFINITY,
  })
  for await (const line of lines) {
    if (line.trim() === '') continue
    const input = readLine(line)
    const {
      targets: _targets,
      version: _version,
      ...analysis
    } = analyzer.analyze(input.text, input.hints)
    context.output.data(
      `${jsonText({ ...input.echo, text: input.text, ...analysis, sentiment: analysis.sentiment ?? null })}\n`,
    )
    await context.output.drain()
  }
  return 0
}

/** A JSON object with a text, or the line itself. */
function readLine(line: string) {
  const parsed = line.startsWith('{') ? parseObject(line) : undefined
  if (typeof parsed?.text !== 'string') return { text: line, hints: {}, echo: {} }
  const { text, id, title, lang, rating } = parsed
  return {
    text,
    echo: id === undefined ? {} : { id },
    hints: {
      title: typeof title === 'string' ? title : undefined,
      lang: typeof lang === 'string' ? lang : undefined,
      rating: typeof rating === 'number' ? rating : undefined,
    },
  }
}

function parseObject(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line)
    return value !== null && typeof value === 'object'
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
