import type { Analyzer } from '../analysis/analyze.ts'
import type { AppliedCalibration, Correction, Learned } from '../analysis/corrections.ts'
import { LEAST_CORRECTIONS, learnCalibration } from '../analysis/corrections.ts'
import type { Settings } from '../config/settings.ts'
import type { Instant } from '../model/post.ts'
import type { Store } from '../store/store.ts'
import { readModel } from '../system/model-file.ts'

/** What the analysis learned here from corrections, as it is kept in the store. */
export interface Lesson {
  /** Counts up with every learning; stored posts remember which one judged them. */
  readonly version: number
  /** How many corrections there were. */
  readonly corrections: number
  readonly at: Instant
  /** True when a person turned it off. */
  readonly off?: boolean
  readonly learned?: Learned
}

const NAME = 'analysis.lesson'
/** So many more corrections, or so large a share of them, are worth another learning. */
const MORE = 10
const MORE_SHARE = 0.1

export async function readLesson(store: Store): Promise<Lesson | undefined> {
  return (await store.getValue(NAME)) as Lesson | undefined
}

/** The calibration that a lesson puts in force; none where it is off or would not help. */
export function calibrationOf(lesson: Lesson | undefined): AppliedCalibration | undefined {
  const calibration = lesson?.off === true ? undefined : lesson?.learned?.calibration
  return calibration === undefined || lesson === undefined
    ? undefined
    : { ...calibration, version: lesson.version }
}

/** The analyser for new posts, under the calibration in force. Made at the first post that concerns us: most scans find none. */
export async function openAnalyzer(
  store: Store,
  words: Settings['words'],
  now: Instant,
): Promise<Analyzer> {
  const { createAnalyzer } = await import('../analysis/analyze.ts')
  const model = await readModel()
  const local = await refreshCalibration(store, () => createAnalyzer(model, { words }), now)
  let made: Analyzer | undefined
  return {
    analyze: (...all) => {
      made ??= createAnalyzer(model, { words, local })
      return made.analyze(...all)
    },
  }
}

/**
 * The calibration in force, learned again first where there are enough new corrections. `plain` makes an analyser without
 * one: it is always learned on what the program itself says.
 */
export async function refreshCalibration(
  store: Store,
  plain: () => Analyzer | Promise<Analyzer>,
  now: Instant,
): Promise<AppliedCalibration | undefined> {
  const lesson = await readLesson(store)
  if (lesson?.off === true) return undefined
  const count = await store.countCorrected()
  const last = lesson?.corrections ?? 0
  const isDue = lesson === undefined || count - last >= Math.max(MORE, last * MORE_SHARE)
  if (count < LEAST_CORRECTIONS || !isDue) return calibrationOf(lesson)
  return calibrationOf(await learnNow(store, await plain(), now))
}

/** Learns from the corrections of this moment and keeps what came out. */
export async function learnNow(store: Store, plain: Analyzer, now: Instant): Promise<Lesson> {
  const corrections = await store.countCorrected()
  const learned = learnCalibration(await readCorrections(store, plain))
  return store.changeValue<Lesson>(NAME, (before) => ({
    version: (before?.version ?? 0) + 1,
    corrections,
    at: now,
    ...(learned === undefined ? {} : { learned }),
  }))
}

/** Nothing that was learned counts any more, until somebody asks for it again. */
export async function turnOff(store: Store, now: Instant): Promise<void> {
  await store.changeValue<Lesson>(NAME, (before) => ({
    version: 0,
    corrections: 0,
    ...before,
    at: now,
    off: true,
  }))
}

/** What the program says of every post that a person judged, and what the person said. */
export async function readCorrections(
  store: Store,
  plain: Analyzer,
): Promise<readonly Correction[]> {
  return (await store.corrected()).flatMap((post) => {
    const { title, lang, platform, rating } = post
    const said = plain.analyze(post.text, { title, lang, platform, rating })
    if (said.sentiment === undefined || post.sentiment === undefined) return []
    return [
      { said: said.sentiment, truth: post.sentiment.label, lang: said.lang, source: post.source },
    ]
  })
}
