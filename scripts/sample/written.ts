import type { Chance } from './chance.ts'
import { CONVERSATIONS } from './conversations.ts'
import { companiesIn, DAY, type Draft } from './draft.ts'
import { FOREIGN_NEWS, type NewsItem } from './languages.ts'
import { NEWS, OWN_NEWS, RECALL, RELEASE } from './news.ts'
import { OWN_SHORT } from './phrases.ts'
import { FEED_OF_LANGUAGE } from './places.ts'

/** Everything that was written as a whole: conversations, news, press releases, our own announcements. */
export function writtenDrafts(chance: Chance): Draft[] {
  return [...conversationDrafts(), ...newsDrafts(chance), ...releaseDrafts(), ...ownDrafts()]
}

function conversationDrafts(): Draft[] {
  return CONVERSATIONS.flatMap((each) => {
    const isForum = each.place === 'forum'
    const about = isForum ? (['acme'] as const) : companiesIn(`${each.title ?? ''} ${each.text}`)
    const first: Draft = {
      place: each.place,
      at: Math.round(-each.day * DAY),
      who: each.who,
      text: each.text,
      lang: languageOf(each.text),
      feeling: each.feeling,
      about: each.place === 'globex-forum' && about.length === 0 ? ['globex'] : about,
      story: 'conversation',
      kind: 'post',
      ...(each.title === undefined ? {} : { title: each.title }),
      ...(each.intent === undefined ? {} : { intent: each.intent }),
      ...(each.link === undefined ? {} : { link: each.link }),
      ...(each.likes === undefined ? {} : { likes: each.likes }),
      ...(each.outcome === undefined ? {} : { outcome: each.outcome }),
      ...(each.edit === undefined ? {} : { edit: each.edit }),
    }
    const posts: Draft[] = [first]
    for (const answer of each.answers ?? []) {
      const parent = posts[answer.on ?? posts.length - 1] as Draft
      posts.push({
        place: each.place,
        at: Math.round(parent.at + answer.after * 60),
        who: answer.who,
        text: answer.text,
        lang: languageOf(answer.text),
        feeling: answer.feeling ?? 'neutral',
        about: isForum ? ['acme'] : companiesIn(answer.text),
        story: 'conversation',
        kind: 'comment',
        parent,
        root: first,
        ...(answer.intent === undefined ? {} : { intent: answer.intent }),
        ...(answer.edit === undefined ? {} : { edit: answer.edit }),
      })
    }
    return posts
  })
}

function languageOf(text: string): string {
  return /\b(?:ich|nicht|die|wird|Sie|und|wir|ist|sind|wieder)\b/.test(text) &&
    !/\bthe\b/i.test(text)
    ? 'de'
    : 'en'
}

function newsDrafts(chance: Chance): Draft[] {
  const english = NEWS.map((item) => newsDraft(item, 'en', item.place, item.day, item.writer))
  const foreign = FOREIGN_NEWS.map((item) =>
    newsDraft(
      item,
      item.lang,
      FEED_OF_LANGUAGE[item.lang] ?? '',
      newsDay(item, chance),
      chance.pick(['Redaktion', 'A. Weiss', 'J. Sol', 'M. Costa']),
    ),
  )
  return [...english, ...foreign]
}

/** Reports stand on the day of what they report. */
function newsDay(item: NewsItem, chance: Chance): number {
  if (/Cloud|cloud|nube|panne/i.test(item.title)) return chance.between(8.1, 8.7)
  if (/Test|análisis|análise|autonom|prova/i.test(item.title)) return chance.between(19, 23)
  if (/Initech/.test(item.title) && item.feeling === 'negative') return chance.between(11.8, 12.5)
  if (/Preise|augmente|prezzi/.test(item.title)) return chance.between(14.6, 15.3)
  return chance.between(2, 27)
}

function newsDraft(
  item: Omit<NewsItem, 'lang'> & { readonly tags?: readonly string[] },
  lang: string,
  place: string,
  day: number,
  writer: string,
): Draft {
  return {
    place,
    at: Math.round(-day * DAY),
    who: writer,
    title: item.title,
    text: item.text,
    lang,
    intent: 'news',
    feeling: item.feeling ?? 'neutral',
    about: item.about,
    story: 'news',
    kind: 'article',
    ...(item.tags === undefined ? {} : { tags: item.tags }),
  }
}

function releaseDrafts(): Draft[] {
  const releases = [
    { release: RELEASE, cluster: 'release-nova-2', about: ['acme'] as const },
    { release: RECALL, cluster: 'release-recall', about: ['initech'] as const },
  ]
  return releases.flatMap(({ release, cluster, about }) =>
    release.copies.map(
      (copy): Draft => ({
        place: copy.place,
        at: Math.round(-copy.day * DAY),
        who: 'desk',
        title: copy.title ?? release.title,
        text: `${copy.lead ?? ''}${release.text}${copy.tail ?? ''}`,
        lang: 'en',
        intent: 'news',
        feeling: 'neutral',
        about,
        story: 'press release',
        cluster,
        kind: 'article',
      }),
    ),
  )
}

function ownDrafts(): Draft[] {
  const articles = OWN_NEWS.map(
    (item): Draft => ({
      place: 'blog',
      at: Math.round(-item.day * DAY),
      who: 'US',
      title: item.title,
      text: item.text,
      lang: 'en',
      feeling: 'neutral',
      about: ['acme'],
      story: 'own',
      kind: 'article',
    }),
  )
  const shorts = OWN_SHORT.flatMap((item) =>
    ['bluesky', 'mastodon'].map(
      (place, index): Draft => ({
        place,
        at: Math.round(-item.day * DAY) + index * 70,
        who: 'US',
        text: item.text,
        lang: 'en',
        feeling: 'neutral',
        about: ['acme'],
        story: 'own',
        kind: 'post',
        cluster: `own-${item.day}`,
      }),
    ),
  )
  return [...articles, ...shorts]
}
