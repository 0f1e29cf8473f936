import type { Chance } from './chance.ts'
import { createDeck } from './chance.ts'
import { companiesIn, DAY, type Draft } from './draft.ts'
import { LANGUAGES } from './languages.ts'
import { NOISE, RIVAL_LINES } from './noise.ts'
import { BLUESKY_PEOPLE, FORUM_PEOPLE, HN_PEOPLE, MASTODON_PEOPLE, REVIEWERS } from './people.ts'
import {
  CONTEXT,
  HN_STORIES,
  OUTAGE_LINES,
  OUTAGE_THREADS,
  PEER_ANSWERS,
  REPLIES,
  RIVAL_REPLIES,
  STILL_UNHAPPY,
  THANKS,
} from './phrases.ts'
import { FEED_OF_LANGUAGE } from './places.ts'
import { createVoices, rivalPhones, type Voice, type VoiceKind } from './voices.ts'

/** The many voices of the month, put together from what people say. */
export function talkDrafts(chance: Chance, written: readonly Draft[]): Draft[] {
  const voices = createVoices(chance)
  return [
    ...forumDrafts(chance, voices),
    ...reviewDrafts(chance, voices),
    ...readerMail(chance, voices),
    ...hackerNewsDrafts(chance, voices, written),
    ...shortDrafts(chance, voices, 'bluesky', BLUESKY_PEOPLE, 62),
    ...shortDrafts(chance, voices, 'mastodon', MASTODON_PEOPLE, 48),
    ...languageDrafts(chance),
    ...outageDrafts(chance, written),
    ...rivalDrafts(chance),
    ...rivalTalk(chance, written),
    ...noiseDrafts(chance),
  ]
}

type Voices = (kind: VoiceKind, only?: string) => Voice

/** A moment in a window, mostly by day: the end of the sample counts as two in the afternoon. */
export function moment(chance: Chance, [from, to]: readonly [number, number]): number {
  for (let tries = 0; tries < 30; tries += 1) {
    const at = Math.round(chance.between(from, to))
    const hour = (((14 + at / 3600) % 24) + 24) % 24
    const weight = hour < 6 ? 0.08 : hour < 8 ? 0.5 : hour < 22 ? 1 : 0.4
    if (chance.is(weight)) return at
  }
  return Math.round((from + to) / 2)
}

function kinds(bad: number, good: number, question: number, wish: number): VoiceKind[] {
  const of = (kind: VoiceKind, count: number) => Array.from({ length: count }, () => kind)
  return [...of('bad', bad), ...of('good', good), ...of('question', question), ...of('wish', wish)]
}

function sentences(chance: Chance, voice: Voice, most: number): string {
  const count = Math.floor(chance.between(0, most + 0.99))
  return [voice.first, ...voice.more.slice(0, count)].join(' ')
}

function draftOf(
  voice: Voice,
  place: string,
  at: number,
  who: string,
  text: string,
  kind: Draft['kind'] = 'post',
): Draft {
  return {
    place,
    at,
    who,
    text,
    lang: 'en',
    intent: voice.intent,
    feeling: voice.feeling,
    about: ['acme'],
    story: voice.topic,
    kind,
  }
}

/** The first sentence without its end, as a heading. */
function heading(text: string): string {
  const first = (/^.*?[.!?](?= |$)/.exec(text)?.[0] ?? text).replace(/\.$/, '')
  if (first.length <= 64) return first
  const cut = first.slice(0, 60)
  return `${cut.slice(0, cut.lastIndexOf(' '))} …`
}

function forumDrafts(chance: Chance, voices: Voices): Draft[] {
  const context = createDeck(chance, CONTEXT)
  const replies = new Map(
    Object.entries(REPLIES).map(([topic, list]) => [topic, createDeck(chance, list)]),
  )
  const decks = {
    replies,
    thanks: createDeck(chance, THANKS),
    unhappy: createDeck(chance, STILL_UNHAPPY),
    peers: createDeck(chance, PEER_ANSWERS),
  }
  return kinds(42, 16, 28, 14).flatMap((kind) => {
    const voice = voices(kind)
    const body =
      kind === 'question' || kind === 'wish'
        ? [context()]
        : voice.more.slice(0, chance.is(0.7) ? 2 : 1)
    const first: Draft = {
      ...draftOf(
        voice,
        'forum',
        moment(chance, voice.window),
        chance.pickEarly(FORUM_PEOPLE),
        [voice.first, ...body].join(' '),
      ),
      title: heading(
        voice.first.replaceAll(
          /\b(?:my|the|this) (?:new )?Acme(?: Nova 2| Nova| phone)?/gi,
          'Nova 2',
        ),
      ),
      likes: Math.floor(chance.next() ** 4 * 40),
    }
    return followThread(chance, first, voice, decks)
  })
}

interface Decks {
  readonly replies: ReadonlyMap<string, () => string>
  readonly thanks: () => string
  readonly unhappy: () => string
  readonly peers: () => string
}

/** What happens after a forum post: nothing, another customer, our answer, and what the person says then. */
function followThread(chance: Chance, first: Draft, voice: Voice, decks: Decks): Draft[] {
  const isAnswered = chance.is(answerShare(voice.kind, first.at))
  if (voice.kind === 'question' && chance.is(0.4)) {
    const answer = answerTo(
      first,
      first,
      chance.pick(['petra_w', 'nadia_s', 'bela_t', chance.pick(FORUM_PEOPLE)]),
      chance.between(6, 300),
      decks.peers(),
      'neutral',
    )
    if (answer === undefined || answer.who === first.who) return [first]
    return [outcome(first, voice, 'answered-by-customer'), answer]
  }
  if (!isAnswered) return [outcome(first, voice, 'unanswered')]
  const deck = decks.replies.get(
    chance.is(0.14)
      ? 'stock'
      : voice.kind === 'bad'
        ? voice.topic
        : voice.kind === 'good'
          ? 'praise'
          : voice.kind,
  )
  const ours = answerTo(
    first,
    first,
    'US',
    8 + 2600 * chance.next() ** 5 + 60 * chance.next(),
    deck?.() ?? '',
    'neutral',
  )
  if (ours === undefined || deck === undefined) return [outcome(first, voice, 'unanswered')]
  if (voice.kind !== 'bad') return [outcome(first, voice, 'answered'), ours]
  return closeComplaint(chance, first, ours, voice, decks)
}

/** What is some days old has nearly always been answered; the last days are what the queue is for. */
function answerShare(kind: VoiceKind, at: number): number {
  if (at > -1.5 * DAY) return 0.35
  return { bad: 0.93, question: 0.92, wish: 0.88, good: 0.75 }[kind]
}

function closeComplaint(
  chance: Chance,
  first: Draft,
  ours: Draft,
  voice: Voice,
  decks: Decks,
): Draft[] {
  const fate = chance.next()
  if (fate < 0.42) {
    const thanks = answerTo(
      first,
      ours,
      first.who,
      chance.between(20, 3000),
      decks.thanks(),
      'positive',
    )
    return thanks === undefined
      ? [outcome(first, voice, 'answered'), ours]
      : [outcome(first, voice, 'recovered'), ours, { ...thanks, intent: 'praise' }]
  }
  if (fate < 0.62) {
    const again = answerTo(
      first,
      ours,
      first.who,
      chance.between(60, 5000),
      decks.unhappy(),
      'negative',
    )
    return again === undefined
      ? [outcome(first, voice, 'answered'), ours]
      : [outcome(first, voice, 'still-unhappy'), ours, { ...again, intent: 'complaint' }]
  }
  return [outcome(first, voice, 'silent'), ours]
}

function outcome(first: Draft, voice: Voice, word: string): Draft {
  if (voice.kind !== 'good' || word !== 'unanswered') first.outcome = word
  return first
}

function answerTo(
  root: Draft,
  parent: Draft,
  who: string,
  minutes: number,
  text: string,
  feeling: Draft['feeling'],
): Draft | undefined {
  const at = Math.round(parent.at + minutes * 60)
  if (at > -60 || text === '') return undefined
  return {
    place: root.place,
    at,
    who,
    text,
    lang: 'en',
    feeling,
    about: ['acme'],
    story: root.story,
    kind: 'comment',
    parent,
    root,
  }
}

function reviewDrafts(chance: Chance, voices: Voices): Draft[] {
  const names = createDeck(chance, REVIEWERS)
  const answers = new Map(
    Object.entries(REPLIES).map(([topic, list]) => [topic, createDeck(chance, list)]),
  )
  const single = kinds(24, 28, 0, 4).flatMap((kind): Draft[] => {
    const voice = voices(kind)
    const rating =
      kind === 'good' ? chance.pick([4, 5, 5]) : kind === 'bad' ? chance.pick([1, 2, 2]) : 4
    const text = sentences(chance, voice, 2)
    const first: Draft = {
      ...draftOf(voice, 'reviews', moment(chance, voice.window), names(), text, 'review'),
      title: `${stars(rating)} ${heading(voice.first)}`,
      rating,
    }
    const deck = answers.get(kind === 'bad' ? voice.topic : kind === 'good' ? 'praise' : 'wish')
    const answer = chance.is(answerShare(kind, first.at))
      ? answerTo(first, first, 'US', chance.between(30, 4000), deck?.() ?? '', 'neutral')
      : undefined
    if (kind === 'bad') first.outcome = answer === undefined ? 'unanswered' : 'answered'
    return answer === undefined ? [first] : [first, answer]
  })
  const mixed = Array.from({ length: 7 }, (): Draft => {
    const good = voices('good')
    const bad = voices('bad', chance.pick(['sound', 'price', 'size']))
    return {
      ...draftOf(
        good,
        'reviews',
        moment(chance, [-4.8 * DAY, -0.2 * DAY]),
        names(),
        `${good.first} But: ${bad.first}`,
        'review',
      ),
      title: `${stars(3)} Good and bad`,
      rating: 3,
      feeling: 'neutral',
      story: 'mixed',
    }
  })
  return [...single, ...mixed]
}

function stars(rating: number): string {
  return '★'.repeat(rating) + '☆'.repeat(5 - rating)
}

function readerMail(chance: Chance, voices: Voices): Draft[] {
  return kinds(5, 5, 4, 2).map((kind, index): Draft => {
    const voice = voices(kind)
    const text = `A reader writes:\n\n${[voice.first, ...voice.more].join(' ')}`
    return {
      ...draftOf(voice, 'phones', moment(chance, voice.window), 'M. Teller', text, 'article'),
      title: `Reader mail ${index + 14}: ${heading(voice.first)}`,
    }
  })
}

function hackerNewsDrafts(chance: Chance, voices: Voices, written: readonly Draft[]): Draft[] {
  const stories = HN_STORIES.map(
    (each): Draft => ({
      place: 'hn',
      at: Math.round(-each.day * DAY),
      who: each.who,
      title: each.title,
      text: each.text,
      lang: 'en',
      feeling: 'neutral',
      about: companiesIn(`${each.title} ${each.text}`),
      story: 'talk',
      kind: 'post',
      likes: each.likes,
    }),
  )
  const all = [
    ...stories,
    ...stories,
    ...written.filter((draft) => draft.place === 'hn' && draft.parent === undefined),
  ]
  const comments: Draft[] = []
  for (const kind of kinds(26, 22, 10, 12)) {
    const voice = voices(kind)
    const fits = all.filter(
      (each) => each.at + 1200 < voice.window[1] && each.at + 26 * 3600 > voice.window[0],
    )
    const story = chance.pick(fits)
    const latest = Math.min(-120, voice.window[1], story.at + 26 * 3600)
    const at = Math.round(chance.between(Math.max(story.at + 600, voice.window[0]), latest))
    const siblings = comments.filter((each) => each.root === story && each.at < at)
    const parent = siblings.length > 0 && chance.is(0.35) ? chance.pick(siblings) : story
    comments.push({
      ...draftOf(
        voice,
        'hn',
        at,
        chance.pickEarly(HN_PEOPLE),
        sentences(chance, voice, 2),
        'comment',
      ),
      parent,
      root: story,
    })
  }
  return [...stories, ...comments, ...underStories(chance, stories)]
}

/** Noise and talk about competitors stands under the general stories. */
function underStories(chance: Chance, stories: readonly Draft[]): Draft[] {
  const noise = NOISE.filter((each) => each.place === 'hn' && each.title === undefined)
  const rivals = RIVAL_LINES.slice(0, 12)
  const put = (text: string, who: string, extra: Partial<Draft>): Draft => {
    const story = chance.pick(stories)
    const at = Math.min(-300, Math.round(story.at + chance.between(10, 2000) * 60))
    return {
      place: 'hn',
      at,
      who,
      text,
      lang: 'en',
      feeling: 'neutral',
      about: [],
      story: 'noise',
      kind: 'comment',
      parent: story,
      root: story,
      ...extra,
    }
  }
  return [
    ...noise.map((each) =>
      put(each.text, each.who ?? chance.pick(HN_PEOPLE), {
        story: each.kind,
        ...(each.kind === 'job' ? { about: ['acme'] as const } : {}),
      }),
    ),
    ...rivals.map((each) =>
      put(each.text, chance.pick(HN_PEOPLE), {
        story: 'rival',
        about: [each.about],
        feeling: each.feeling,
        ...(each.intent === undefined ? {} : { intent: each.intent }),
      }),
    ),
  ]
}

/** Posts of one or two sentences; a third of them speaks to us, and most of those are answered. */
function shortDrafts(
  chance: Chance,
  voices: Voices,
  place: 'bluesky' | 'mastodon',
  people: readonly string[],
  count: number,
): Draft[] {
  const us = place === 'bluesky' ? '@acme.bsky.example' : '@acme@social.example'
  const share = count / 10
  const answers = new Map(
    Object.entries(REPLIES).map(([topic, list]) => [topic, createDeck(chance, list)]),
  )
  const thanks = createDeck(chance, THANKS)
  return kinds(
    Math.round(share * 4),
    Math.round(share * 3),
    Math.round(share * 2),
    Math.round(share),
  ).flatMap((kind): Draft[] => {
    const voice = voices(kind)
    const text = sentences(chance, voice, 1)
    const isToUs = chance.is(0.33)
    const shown = isToUs
      ? `${us} ${text}`
      : chance.is(0.4) || place === 'mastodon'
        ? `${text} #acme`
        : text
    const first: Draft = {
      ...draftOf(voice, place, moment(chance, voice.window), chance.pickEarly(people), shown),
      likes: Math.floor(chance.next() ** 5 * 90),
    }
    if (!isToUs || !chance.is(answerShare(kind, first.at)))
      return [isToUs ? outcome(first, voice, 'unanswered') : first]
    const deck = answers.get(kind === 'bad' ? voice.topic : kind === 'good' ? 'praise' : kind)
    const ours = answerTo(
      first,
      first,
      'US',
      6 + 1500 * chance.next() ** 4,
      deck?.() ?? '',
      'neutral',
    )
    if (ours === undefined) return [outcome(first, voice, 'unanswered')]
    const back =
      kind === 'bad' && chance.is(0.45)
        ? answerTo(first, ours, first.who, chance.between(10, 1500), thanks(), 'positive')
        : undefined
    outcome(
      first,
      voice,
      back === undefined ? (kind === 'bad' ? 'silent' : 'answered') : 'recovered',
    )
    return back === undefined ? [first, ours] : [first, ours, { ...back, intent: 'praise' }]
  })
}

function languageDrafts(chance: Chance): Draft[] {
  return LANGUAGES.flatMap((language) => {
    const of = (
      list: readonly string[],
      intent: Draft['intent'],
      feeling: Draft['feeling'],
      window: readonly [number, number],
    ) =>
      list.map((text): Draft => {
        const roll = chance.next()
        const place =
          roll < 0.6 ? (FEED_OF_LANGUAGE[language.lang] ?? '') : roll < 0.8 ? 'bluesky' : 'mastodon'
        const isFeed = roll < 0.6
        const days = /Cloud/.test(text)
          ? ([-8.8 * DAY, -8.35 * DAY] as const)
          : /4\.2\.1/.test(text)
            ? ([-5 * DAY, -0.2 * DAY] as const)
            : /4\.2|ctuali|tualiza|ggiornamento/.test(text)
              ? ([-18 * DAY, -5.7 * DAY] as const)
              : window
        return {
          place,
          at: moment(chance, days),
          who: isFeed
            ? chance.pick([
                'Leserpost',
                'Un lecteur',
                'M. R.',
                'K.',
                'anonym',
                'P. S.',
                'Clara',
                'J. B.',
              ])
            : chance.pick(place === 'bluesky' ? BLUESKY_PEOPLE : MASTODON_PEOPLE),
          text: isFeed ? text : `${text} #acme`,
          lang: language.lang,
          feeling,
          about: companiesIn(text),
          story: 'language',
          kind: isFeed ? 'article' : 'post',
          ...(isFeed ? { title: heading(text) } : {}),
          ...(intent === undefined ? {} : { intent }),
        }
      })
    const month = [-29 * DAY, -0.3 * DAY] as const
    return [
      ...of(language.complaint, 'complaint', 'negative', month),
      ...of(language.bug, 'bug', 'negative', month),
      ...of(language.praise, 'praise', 'positive', month),
      ...of(language.question, 'question', 'neutral', month),
      ...of(language.wish, 'request', 'neutral', month),
    ]
  })
}

/** The day of the outage: a steep rise within an hour, a long tail; in the forum, on the news site, in short posts. */
function outageDrafts(chance: Chance, written: readonly Draft[]): Draft[] {
  const story = written.find(
    (draft) => draft.place === 'hn' && /status page is green/.test(draft.title ?? ''),
  )
  const lines = chance.shuffle(OUTAGE_LINES).map((text, index): Draft => {
    const place = index < 14 ? 'hn' : index % 3 === 0 ? 'mastodon' : 'bluesky'
    const at = outageMoment(chance, text)
    const shared = {
      at,
      lang: 'en',
      ...outageFeeling(text),
      about: ['acme'] as const,
      story: 'outage',
    }
    if (place === 'hn' && story !== undefined) {
      return {
        ...shared,
        place,
        at: Math.max(at, story.at + 240),
        who: chance.pick(HN_PEOPLE),
        text,
        kind: 'comment',
        parent: story,
        root: story,
      }
    }
    const people = place === 'mastodon' ? MASTODON_PEOPLE : BLUESKY_PEOPLE
    return {
      ...shared,
      place,
      who: chance.pick(people),
      text: place === 'mastodon' ? `${text} #acme #cloud` : text,
      kind: 'post',
      likes: Math.floor(chance.next() ** 3 * 140),
    }
  })
  return [...lines, ...outageThreads(chance)]
}

function outageThreads(chance: Chance): Draft[] {
  const answers = createDeck(chance, REPLIES.cloud ?? [])
  return OUTAGE_THREADS.flatMap(([title, text]): Draft[] => {
    const isThanks = /It is back|Thank you for/.test(title)
    const late = /write-up|Doubled|back|photos do not/.test(title)
    const at = Math.round(
      (late ? (title.includes('write-up') ? -7.1 : -8.3) : -8.93) * DAY +
        chance.next() ** 2 * 0.35 * DAY,
    )
    const first: Draft = {
      place: 'forum',
      at,
      who: chance.pick(FORUM_PEOPLE),
      title,
      text,
      lang: 'en',
      ...(isThanks
        ? { intent: 'praise' as const, feeling: 'positive' as const }
        : outageFeeling(`${title} ${text}`)),
      about: ['acme'],
      story: 'outage',
      kind: 'post',
      likes: Math.floor(chance.next() ** 2 * 60),
    }
    const answer = chance.is(0.7)
      ? answerTo(first, first, 'US', chance.between(40, 700), answers(), 'neutral')
      : undefined
    if (!isThanks) first.outcome = answer === undefined ? 'unanswered' : 'answered'
    return answer === undefined ? [first] : [first, answer]
  })
}

function outageMoment(chance: Chance, text: string): number {
  if (isRelief(text)) return moment(chance, [-8.3 * DAY, -8.05 * DAY])
  return Math.round(-8.93 * DAY + chance.next() ** 2 * 0.55 * DAY)
}

function isRelief(text: string): boolean {
  return /back for me|come back here|lift-off|all there|Hugs|To be fair/.test(text)
}

function outageFeeling(text: string): {
  readonly intent: NonNullable<Draft['intent']>
  readonly feeling: Draft['feeling']
} {
  if (isRelief(text)) return { intent: 'praise', feeling: 'positive' }
  return { intent: text.endsWith('?') ? 'question' : 'complaint', feeling: 'negative' }
}

function rivalDrafts(chance: Chance): Draft[] {
  const spots = ['globex-forum', 'bluesky', 'mastodon'] as const
  return RIVAL_LINES.slice(12).map((each, index): Draft => {
    const place =
      each.about === 'globex'
        ? (spots[index % 2] ?? 'bluesky')
        : (spots[1 + (index % 2)] ?? 'bluesky')
    const people =
      place === 'mastodon' ? MASTODON_PEOPLE : place === 'bluesky' ? BLUESKY_PEOPLE : FORUM_PEOPLE
    return {
      place,
      at: moment(chance, [-28 * DAY, -0.2 * DAY]),
      who: chance.pick(people),
      text: place === 'mastodon' ? `${each.text} #${each.about}` : each.text,
      lang: 'en',
      feeling: each.feeling,
      about: [each.about],
      story: 'rival',
      kind: 'post',
      ...(place === 'globex-forum' ? { title: heading(each.text) } : {}),
      ...(each.intent === undefined ? {} : { intent: each.intent }),
    }
  })
}

/** What people say about the competitors' phones, with the answers of one of them in its forum. */
function rivalTalk(chance: Chance, written: readonly Draft[]): Draft[] {
  const globex = createVoices(
    chance,
    rivalPhones(
      ['my Globex', 'my Globex Vertex', 'the Globex Vertex', 'my Globex phone'],
      ['the Globex Vertex', 'the Globex phone'],
    ),
  )
  const initech = createVoices(
    chance,
    rivalPhones(
      ['my Initech', 'my Initech Line', 'the Initech Line phone'],
      ['the Initech Line', 'the Initech phone'],
    ),
  )
  const replies = createDeck(chance, RIVAL_REPLIES)
  const forum = kinds(16, 5, 7, 2).flatMap((kind): Draft[] => {
    const voice = globex(kind)
    const text = [voice.first, ...voice.more.slice(0, 2)].join(' ')
    const first: Draft = {
      ...draftOf(
        voice,
        'globex-forum',
        moment(chance, [-29 * DAY, -0.2 * DAY]),
        chance.pick(FORUM_PEOPLE),
        text,
      ),
      title: heading(voice.first),
      about: ['globex'],
    }
    const answer = chance.is(0.45)
      ? answerTo(first, first, 'GLOBEX', 90 + 4000 * chance.next() ** 2, replies(), 'neutral')
      : undefined
    if (kind !== 'good') first.outcome = answer === undefined ? 'unanswered' : 'answered'
    return answer === undefined ? [first] : [first, { ...answer, about: ['globex'] }]
  })
  const elsewhere = [
    ...kinds(9, 8, 4, 2).map((kind) => ({ voice: globex(kind), about: ['globex'] as const })),
    ...kinds(7, 7, 4, 1).map((kind) => ({ voice: initech(kind), about: ['initech'] as const })),
  ]
  const stories = written.filter(
    (draft) =>
      draft.place === 'hn' &&
      draft.parent === undefined &&
      /Globex|Initech|Ask HN/.test(draft.title ?? ''),
  )
  return [
    ...forum,
    ...elsewhere.map(({ voice, about }, index) =>
      withTag({ ...rivalPost(chance, voice, index, stories), about }),
    ),
  ]
}

/** People there find each other by hashtags. */
function withTag(draft: Draft): Draft {
  return draft.place === 'mastodon' ? { ...draft, text: `${draft.text} #${draft.about[0]}` } : draft
}

function rivalPost(chance: Chance, voice: Voice, index: number, stories: readonly Draft[]): Draft {
  const text = sentences(chance, voice, 1)
  if (index % 3 === 0) {
    const story = chance.pick(stories)
    const at = Math.min(-400, Math.round(story.at + chance.between(10, 1500) * 60))
    return {
      ...draftOf(voice, 'hn', at, chance.pickEarly(HN_PEOPLE), text, 'comment'),
      parent: story,
      root: story,
    }
  }
  const [place, people] =
    index % 3 === 1
      ? (['bluesky', BLUESKY_PEOPLE] as const)
      : (['mastodon', MASTODON_PEOPLE] as const)
  return draftOf(voice, place, moment(chance, [-29 * DAY, -0.2 * DAY]), chance.pick(people), text)
}

function noiseDrafts(chance: Chance): Draft[] {
  return NOISE.filter((each) => each.place !== 'hn' || each.title !== undefined).map(
    (each): Draft => {
      const isFeed = !['hn', 'bluesky', 'mastodon', 'forum'].includes(each.place)
      return {
        place: each.place,
        at: moment(chance, [-28 * DAY, -0.5 * DAY]),
        who: each.who ?? 'desk',
        text: each.text,
        lang: 'en',
        feeling: 'neutral',
        about:
          each.kind === 'spam' || each.kind === 'job'
            ? companiesIn(`${each.title ?? ''} ${each.text}`)
            : [],
        story: each.kind,
        kind: isFeed ? 'article' : 'post',
        ...(each.title === undefined ? {} : { title: each.title }),
        ...(each.kind === 'spam' ? { intent: 'spam' as const } : {}),
        ...(each.place === 'bluesky' && each.kind === 'spam' ? { cluster: 'spam-giveaway' } : {}),
      }
    },
  )
}
