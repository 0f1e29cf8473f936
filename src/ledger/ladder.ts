import type { Instant } from '../model/post.ts'

/** From passing by to bringing others; each is earned by deeds that can be shown. */
export const LADDER_STEPS = [
  'passer-by',
  'liker',
  'mentions-us',
  'praises-twice',
  'defends-us',
  'answers-others',
  'brings-others',
] as const
export type LadderStep = (typeof LADDER_STEPS)[number]

export type Deed = 'like' | 'mention' | 'praise' | 'defence' | 'answer' | 'referral'

/** One thing that a person did, and the post that shows it. */
export interface LadderEvidence {
  readonly deed: Deed
  readonly post: number
  readonly at: Instant
  /** Local day as YYYY-MM-DD, or any name of the day. */
  readonly day: string
  /** Giveaways earn nothing. */
  readonly paid?: boolean
}

export interface LadderPlace {
  readonly step: LadderStep
  /** The posts that justify the step, latest first. */
  readonly evidence: readonly LadderEvidence[]
  /** When the step was reached. */
  readonly since?: Instant
  /** Strength of the step's evidence, halved every 90 days; under `LAPSE` the person has lapsed. */
  readonly strength: number
  readonly lapsed: boolean
  readonly nextStep: 'thank' | 'ask' | 'invite' | 'win-back' | 'none'
}

const HALF_LIFE = 90 * 86_400_000
/** What one deed of 180 days ago weighs: whose deeds weigh less has gone quiet. */
const LAPSE = 0.25

/** The deed that each step above liking asks for. Two posts on two days, so that one good day makes no advocate. */
const NEEDS: readonly (readonly [LadderStep, readonly Deed[], number])[] = [
  ['brings-others', ['referral'], 2],
  ['answers-others', ['answer'], 2],
  ['defends-us', ['defence'], 2],
  ['praises-twice', ['praise'], 2],
  ['mentions-us', ['mention', 'praise', 'defence', 'answer', 'referral'], 1],
  ['liker', ['like'], 1],
]

/**
 * Where a person stands at `now`, from what they did until then. Own staff, agencies and affiliates must be left out
 * by the caller.
 */
export function placeOnLadder(evidence: readonly LadderEvidence[], now: Instant): LadderPlace {
  const deeds = evidence
    .filter((each) => each.at <= now && each.paid !== true)
    .toSorted((a, b) => b.at - a.at)
  for (const [step, kinds, days] of NEEDS) {
    const proof = deeds.filter((each) => kinds.includes(each.deed))
    const since = reachedAt(proof, days)
    if (since === undefined) continue
    const strength = proof.reduce((sum, each) => sum + 0.5 ** ((now - each.at) / HALF_LIFE), 0)
    const lapsed = strength < LAPSE
    return { step, evidence: proof, since, strength, lapsed, nextStep: suggestStep(step, lapsed) }
  }
  return { step: 'passer-by', evidence: [], strength: 0, lapsed: false, nextStep: 'none' }
}

/** When the deeds first lay on so many different days, with as many posts. */
function reachedAt(proof: readonly LadderEvidence[], days: number): Instant | undefined {
  const seenDays = new Set<string>()
  const seenPosts = new Set<number>()
  for (const each of proof.toReversed()) {
    seenDays.add(each.day)
    seenPosts.add(each.post)
    if (seenDays.size >= days && seenPosts.size >= days) return each.at
  }
  return undefined
}

/** The next polite step: thank who praises, ask who knows us, invite who already helps. */
function suggestStep(step: LadderStep, lapsed: boolean): LadderPlace['nextStep'] {
  const height = LADDER_STEPS.indexOf(step)
  if (lapsed) return height >= LADDER_STEPS.indexOf('praises-twice') ? 'win-back' : 'none'
  if (height >= LADDER_STEPS.indexOf('defends-us')) return 'invite'
  return step === 'mentions-us' ? 'ask' : 'thank'
}

/** Advocates stand on "praises twice" or higher and have not lapsed. */
export function isAdvocate(place: LadderPlace): boolean {
  return !place.lapsed && LADDER_STEPS.indexOf(place.step) >= LADDER_STEPS.indexOf('praises-twice')
}
