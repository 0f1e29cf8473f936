import type { ZoneClock } from '../format/time.ts'
import type { Deed, LadderEvidence } from '../ledger/ladder.ts'
import type { StoredPost } from '../store/store.ts'

/** What a post stands in: the post that it answers and the one that began the conversation, where they are stored. */
export interface PostPlace {
  readonly post: StoredPost
  readonly starter?: StoredPost
  /** A later word of whoever asked: that it helped. */
  readonly wasThanked?: boolean
}

const BRINGS =
  /\b(?:you should (?:try|use|get)|give (?:it|them) a try|(?:highly )?recommend|check (?:it|them) out|switch(?:ed)? (?:over )?to|told (?:my|a|all my) (?:friends?|colleagues?|team))\b|\b(?:empfehle|probier(?:t|en)?|je recommande|recomiendo)\b/iu
/** What somebody is paid or rewarded for earns no step. */
const PAID =
  /(?:^|\s)#(?:ad|sponsored|anzeige|werbung|publicité|giveaway|gewinnspiel)\b|\b(?:giveaway|promo code|discount code|affiliate|sponsored by|gewinnspiel|verlosung|sorteo|concours)\b/iu

/** What each post of a person shows. One post may show several things; the strongest decides the step. */
export function deedsOf(places: readonly PostPlace[], clock: ZoneClock): readonly LadderEvidence[] {
  return places.flatMap((place) => {
    const { post } = place
    if (post.side !== 'theirs') return []
    const at = post.publishedAt ?? post.collectedAt
    const paid = PAID.test(`${post.title ?? ''} ${post.text}`)
    return deedsOfPost(place).map((deed) => ({
      deed,
      post: post.post,
      at,
      day: clock.day(at),
      ...(paid ? { paid } : {}),
    }))
  })
}

function deedsOfPost(place: PostPlace): readonly Deed[] {
  const { post } = place
  const about = isAboutUs(post)
  const happy = about && isHappy(post)
  const deeds: Deed[] = about || post.addressed ? ['mention'] : []
  if (happy) deeds.push('praise')
  if (happy && isDefence(place)) deeds.push('defence')
  if (isAnswer(place)) deeds.push('answer')
  if (happy && BRINGS.test(post.text)) deeds.push('referral')
  return deeds
}

function isAboutUs(post: StoredPost): boolean {
  return post.mentions.some(({ role }) => role === 'brand')
}

/** The feeling towards the brand decides, where the clause around it was scored; else that of the post. */
function isHappy(post: StoredPost): boolean {
  const towards = post.mentions.find(
    ({ role, sentiment }) => role === 'brand' && sentiment !== undefined,
  )?.sentiment
  if (towards !== undefined) return towards.label === 'positive'
  return post.sentiment?.label === 'positive' || hasIntent(post, 'praise')
}

function hasIntent(post: StoredPost, name: string): boolean {
  return post.analysis?.intents.some((intent) => intent.name === name) ?? false
}

function isByAnother({ post, starter }: PostPlace): boolean {
  return (
    starter !== undefined &&
    starter.post !== post.post &&
    starter.side === 'theirs' &&
    starter.author?.id !== post.author?.id
  )
}

/** Speaks well of us where somebody else began with a complaint. */
function isDefence(place: PostPlace): boolean {
  return isByAnother(place) && place.starter?.sentiment?.label === 'negative'
}

const FEWEST_WORDS = 5

/** Answers somebody else's question, and who asked says that it helped, or a person credited it. */
function isAnswer(place: PostPlace): boolean {
  if (!isByAnother(place) || !hasIntent(place.starter as StoredPost, 'question')) return false
  if (hasIntent(place.post, 'question') || place.post.text.split(/\s+/).length < FEWEST_WORDS)
    return false
  return place.wasThanked === true || place.post.labels.includes('credited')
}

const THANKS =
  /\b(?:thank(?:s| you)|thx|cheers|that (?:worked|helped|did it)|works now|solved|danke|merci|gracias|grazie|obrigad[oa])\b/iu

/** Thanks in words, without a sting behind. */
export function saysThanks(post: Pick<StoredPost, 'text' | 'sentiment'>): boolean {
  return THANKS.test(post.text) && post.sentiment?.label !== 'negative'
}
