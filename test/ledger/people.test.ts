import { describe, expect, it } from 'vitest'
import { isAdvocate, type LadderEvidence, placeOnLadder } from '../../src/ledger/ladder.ts'
import { countRecovery, type Feeling, judgeRecovery } from '../../src/ledger/recovery.ts'
import { DAY, START } from './events.ts'

const NOW = START + 200 * DAY

function deed(kind: LadderEvidence['deed'], daysAgo: number, post = daysAgo): LadderEvidence {
  const at = NOW - daysAgo * DAY
  return { deed: kind, post, at, day: new Date(at).toISOString().slice(0, 10) }
}

describe('the ladder', () => {
  it.each([
    ['nothing', [], 'passer-by', 'none'],
    ['a like', [deed('like', 3)], 'liker', 'thank'],
    ['one word', [deed('mention', 3)], 'mentions-us', 'ask'],
    ['praise once', [deed('praise', 3)], 'mentions-us', 'ask'],
    ['praise on two days', [deed('praise', 3), deed('praise', 9)], 'praises-twice', 'thank'],
    ['praise twice on one day', [deed('praise', 3, 1), deed('praise', 3, 2)], 'mentions-us', 'ask'],
    ['defence on two days', [deed('defence', 3), deed('defence', 9)], 'defends-us', 'invite'],
    [
      'answers on two days',
      [deed('answer', 3), deed('answer', 9), deed('praise', 1)],
      'answers-others',
      'invite',
    ],
    ['brings others', [deed('referral', 3), deed('referral', 9)], 'brings-others', 'invite'],
    [
      'praise paid for',
      [{ ...deed('praise', 3), paid: true }, deed('praise', 9)],
      'mentions-us',
      'ask',
    ],
  ] as const)('places %s', (_name, deeds, step, next) => {
    const place = placeOnLadder(deeds, NOW)
    expect([place.step, place.nextStep]).toEqual([step, next])
  })

  it('shows the posts that justify the step and when it was reached', () => {
    const place = placeOnLadder([deed('praise', 3), deed('praise', 9), deed('mention', 40)], NOW)
    expect(place.evidence.map((each) => each.post)).toEqual([3, 9])
    expect(place.since).toBe(NOW - 3 * DAY)
    // Half-life 90 days: 2^(−3/90) + 2^(−9/90) = 0.9772 + 0.9330.
    expect(place.strength).toBeCloseTo(1.9102, 4)
    expect(isAdvocate(place)).toBe(true)
  })

  it('lets people lapse, and suggests to win advocates back', () => {
    // Two posts of 270 days ago: 2 · ⅛ = 0.25 is just kept; of 280 days it is less.
    expect(placeOnLadder([deed('praise', 270), deed('praise', 269)], NOW).lapsed).toBe(false)
    const place = placeOnLadder([deed('praise', 290), deed('praise', 280)], NOW)
    expect([place.lapsed, place.nextStep, isAdvocate(place)]).toEqual([true, 'win-back', false])
  })

  it('does not know what is to come', () => {
    expect(placeOnLadder([deed('praise', -3), deed('praise', 3)], NOW).step).toBe('mentions-us')
  })
})

describe('recovery', () => {
  const answer = START + 10 * DAY
  const feel = (
    post: number,
    days: number,
    label?: Feeling['label'],
    score?: number,
    thanks?: boolean,
  ): Feeling => ({
    post,
    at: answer + days * DAY,
    ...(label === undefined ? {} : { label }),
    ...(score === undefined ? {} : { score }),
    ...(thanks === undefined ? {} : { thanks }),
  })
  const complaint = feel(1, -1, 'negative', -0.6)

  it.each([
    ['they come back happy', [complaint, feel(2, 2, 'positive', 0.5)], 'recovered'],
    ['they thank us', [complaint, feel(2, 2, 'neutral', 0, true)], 'recovered'],
    [
      'they thank us, then complain',
      [complaint, feel(2, 2, 'neutral', 0, true), feel(3, 3, 'negative', -0.6)],
      'unhappy',
    ],
    ['milder by 0.4', [complaint, feel(2, 2, 'neutral', -0.2)], 'softened'],
    ['about the same', [complaint, feel(2, 2, 'negative', -0.5)], 'unhappy'],
    ['angrier by 0.35', [complaint, feel(2, 2, 'negative', -0.95)], 'worse'],
    ['no word', [complaint], 'silent'],
    ['a word after the window', [complaint, feel(2, 8, 'positive', 0.5)], 'silent'],
    ['a word on the last day', [complaint, feel(2, 7, 'positive', 0.5)], 'recovered'],
    [
      'the last word counts',
      [complaint, feel(2, 2, 'positive', 0.5), feel(3, 3, 'negative', -0.6)],
      'unhappy',
    ],
    ['a word in a language we cannot score', [complaint, feel(2, 2)], 'unhappy'],
  ] as const)('judges after 7 days: %s', (_name, feelings, verdict) => {
    expect(judgeRecovery(feelings, answer, 7)?.verdict).toBe(verdict)
  })

  it('has a longer window', () => {
    expect(judgeRecovery([complaint, feel(2, 8, 'positive', 0.5)], answer, 30)?.verdict).toBe(
      'recovered',
    )
  })

  it('has nothing to judge where nobody was unhappy before', () => {
    expect(
      judgeRecovery([feel(1, -1, 'neutral', 0), feel(2, 1, 'negative', -0.5)], answer, 7),
    ).toBeUndefined()
  })

  it('counts people by verdict', () => {
    expect(countRecovery(['recovered', 'silent', 'silent'])).toEqual({
      people: 3,
      counts: { recovered: 1, softened: 0, silent: 2, unhappy: 0, worse: 0 },
    })
  })
})
