import type { Analyzer } from '../analysis/analyze.ts'
import type { Confusion, Learned } from '../analysis/corrections.ts'
import { confusionsOf, LEAST_CORRECTIONS, learnCalibration } from '../analysis/corrections.ts'
import type { Context } from '../context.ts'
import { formatPercent } from '../format/number.ts'
import { safeLine } from '../format/safe-text.ts'
import { jsonText } from '../format/table.ts'
import { SENTIMENT_LABELS } from '../model/mention.ts'
import {
  calibrationOf,
  type Lesson,
  learnNow,
  readCorrections,
  readLesson,
  turnOff,
} from './lesson.ts'

/**
 * What people corrected against what the program says by itself: one confusion matrix for all, each language, each source;
 * what was learned from it, and whether that is in force.
 */
export async function evaluateCorrections(context: Context, plain: Analyzer): Promise<number> {
  const store = await context.store('read')
  const corrections = await readCorrections(store, plain)
  const confusions = confusionsOf(corrections)
  const learned = learnCalibration(corrections)
  const lesson = await readLesson(store)
  if (context.json) {
    const inForce = calibrationOf(lesson) ?? null
    const off = lesson?.off === true
    context.output.data(
      `${jsonText({ corrections: corrections.length, confusions, learned, inForce, off })}\n`,
    )
    return 0
  }
  if (corrections.length === 0) {
    context.output.say(
      'nothing was corrected yet; put posts right with: listen correct POST --sentiment negative',
    )
    return 0
  }
  for (const confusion of confusions) context.output.data(confusionText(confusion))
  if (learned === undefined)
    context.output.say(
      `from ${LEAST_CORRECTIONS} corrections on, the program learns from them; there are ${corrections.length}`,
    )
  else context.output.say(learnedText(learned))
  context.output.say(stateText(lesson, learned))
  return 0
}

/** `--learn`: learns now, whatever was turned off before. */
export async function learnFromCorrections(context: Context, plain: Analyzer): Promise<number> {
  const lesson = await learnNow(await context.store('write'), plain, context.now())
  if (lesson.learned === undefined)
    context.output.say(
      `from ${LEAST_CORRECTIONS} corrections on, the program learns from them; there are ${lesson.corrections}`,
    )
  else context.output.say(learnedText(lesson.learned))
  context.output.say(stateText(lesson, lesson.learned))
  return 0
}

/** `--unlearn`: the program judges by itself again. */
export async function unlearn(context: Context): Promise<number> {
  await turnOff(await context.store('write'), context.now())
  context.output.say(
    'what was learned from corrections no longer counts; stored posts follow with: listen analyze --stored',
  )
  return 0
}

function confusionText({ group, total, right, counts }: Confusion): string {
  const row = (name: string, cells: readonly (string | number)[]): string =>
    `  ${name.padEnd(12)} ${cells.map((cell) => String(cell).padStart(9)).join('')}`
  return [
    `${safeLine(group)}: ${right} of ${total} right (${formatPercent(right / total)})`,
    `${row('people said', SENTIMENT_LABELS)}   (the program)`,
    ...counts.map((cells, index) => row(SENTIMENT_LABELS[index] ?? '', cells)),
    '',
  ].join('\n')
}

function learnedText({ before, after, refused }: Learned): string {
  const figures = `on held-back corrections: ${formatPercent(before.accuracy)} right before, ${formatPercent(after.accuracy)} after; mean over the labels ${formatPercent(before.macroRecall)} before, ${formatPercent(after.macroRecall)} after`
  if (refused === 'one-sided')
    return `${figures}; not applied, because nearly all corrections are of mistakes: confirm some right answers too (listen correct POST --sentiment with the same label)`
  return refused === undefined ? figures : `${figures}; not applied, because it would not help`
}

function stateText(lesson: Lesson | undefined, learned: Learned | undefined): string {
  if (lesson?.off === true)
    return 'learning is turned off; listen analyze --learn turns it on again'
  const calibration = calibrationOf(lesson)
  if (calibration !== undefined)
    return `in force: version ${calibration.version}, learned from ${calibration.from} corrections; stored posts follow with: listen analyze --stored; undo with: listen analyze --unlearn`
  return learned?.calibration === undefined
    ? 'nothing learned is in force'
    : 'it will be in force from the next scan on, or now with: listen analyze --learn'
}
