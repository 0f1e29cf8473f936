import type { Analyzer } from '../analysis/analyze.ts'
import { confusionsOf, LEAST_CORRECTIONS, learnCalibration } from '../analysis/corrections.ts'
import type { Context } from '../context.ts'
import { formatPercent } from '../format/number.ts'
import { safeLine } from '../format/safe-text.ts'
import { jsonText } from '../format/table.ts'
import { SENTIMENT_LABELS } from '../model/mention.ts'

/** What people corrected against what the program says: one confusion matrix for all, each language, each source. */
export async function evaluateCorrections(context: Context, analyzer: Analyzer): Promise<number> {
  const store = await context.store('read')
  const corrections = (await store.corrected()).flatMap((post) => {
    const hints = {
      title: post.title,
      lang: post.lang,
      platform: post.platform,
      rating: post.rating,
    }
    const said = analyzer.analyze(post.text, hints)
    if (said.sentiment === undefined || post.sentiment === undefined) return []
    return [
      { said: said.sentiment, truth: post.sentiment.label, lang: said.lang, source: post.source },
    ]
  })
  const confusions = confusionsOf(corrections)
  const learned = learnCalibration(corrections)
  if (context.json) {
    context.output.data(`${jsonText({ corrections: corrections.length, confusions, learned })}\n`)
    return 0
  }
  if (corrections.length === 0) {
    context.output.say(
      'nothing was corrected yet; put posts right with: listen correct POST --sentiment negative',
    )
    return 0
  }
  for (const { group, total, right, counts } of confusions) {
    context.output.data(
      `${safeLine(group)}: ${right} of ${total} right (${formatPercent(right / total)})\n`,
    )
    context.output.data(
      `  ${'people said'.padEnd(12)} ${SENTIMENT_LABELS.map((label) => label.padStart(9)).join('')}   (the program)\n`,
    )
    counts.forEach((row, index) => {
      context.output.data(
        `  ${(SENTIMENT_LABELS[index] ?? '').padEnd(12)} ${row.map((count) => String(count).padStart(9)).join('')}\n`,
      )
    })
  }
  if (learned === undefined)
    context.output.say(
      `from ${LEAST_CORRECTIONS} corrections on, the program learns from them; there are ${corrections.length}`,
    )
  else
    context.output.say(
      `learned on held-back corrections: ${formatPercent(learned.before.accuracy)} right before, ${formatPercent(learned.after.accuracy)} after`,
    )
  return 0
}
