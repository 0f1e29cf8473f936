import type { Context } from '../context.ts'
import { findAuthor, type PersonView, readPersonView } from '../dialogue/person.ts'
import { safeLine } from '../format/safe-text.ts'
import { createStyle } from '../format/style.ts'
import { jsonText } from '../format/table.ts'
import { createZoneClock, type ZoneClock } from '../format/time.ts'
import type { CommandModule, Options } from './command.ts'
import { clauseOf } from './printing.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command
      .argument('<who>', 'handle, name or id; platform:handle when several are called so')
      .option('--link <other>', 'the two accounts are one person')
      .option('--unlink', 'the account stands alone again'),
  run: (context, [who], options) => runPerson(context, String(who), options),
}

export async function runPerson(
  context: Context,
  who: string,
  options: Options,
): Promise<undefined> {
  if (options.link !== undefined || options.unlink === true)
    return changeLinks(context, who, options)
  const store = await context.store('read')
  const view = await readPersonView(store, { who, now: context.now(), zone: await context.zone() })
  const clock = createZoneClock(await context.zone())
  if (context.json) context.output.data(`${jsonText(toJson(view, clock))}\n`)
  else context.output.data(`${describe(context, view, clock)}\n`)
  return undefined
}

async function changeLinks(context: Context, who: string, options: Options): Promise<undefined> {
  const store = await context.store('write')
  const author = await findAuthor(store, who)
  if (options.unlink === true) {
    const done = await store.unlinkAuthor(author)
    context.output.say(
      done ? `${safeLine(who)} stands alone again` : `${safeLine(who)} was not linked`,
    )
    return undefined
  }
  const other = String(options.link)
  const [one, two] = [
    (await store.person(author)).person,
    (await store.person(await findAuthor(store, other))).person,
  ]
  if (one === two) {
    context.output.say(`${safeLine(who)} and ${safeLine(other)} are one person already`)
    return undefined
  }
  await store.linkPeople(one, two)
  context.output.say(
    `${safeLine(who)} and ${safeLine(other)} are one person now; take it back with --unlink`,
  )
  return undefined
}

function describe(context: Context, view: PersonView, clock: ZoneClock): string {
  const style = createStyle({ colour: context.colour })
  const { summary, place } = view
  const accounts = summary.authors
    .map((author) => `${author.platform}:${author.handle ?? author.id}`)
    .join(', ')
  const lines = [
    style.bold(safeLine(view.name)),
    style.dim(safeLine(accounts)),
    `${view.group} · step: ${place.step}${place.since === undefined ? '' : ` since ${clock.day(place.since)}`}${place.lapsed ? ' (lapsed)' : ''} · next: ${place.nextStep}`,
    `${summary.posts} posts, ${summary.addressed} to us, ${summary.positive} positive, ${summary.negative} negative`,
    ...section(
      'Feeling',
      view.feeling.map(
        ({ month, posts, score }) =>
          `${month}  ${score >= 0 ? '+' : '−'}${Math.abs(score).toFixed(2)}  (${posts} posts)`,
      ),
    ),
    ...section(
      'What justifies the step',
      view.evidence
        .slice(0, 8)
        .map(
          ({ deed, at, post }) =>
            `${clock.day(at)}  ${deed}${post === undefined ? '' : `  post ${post}`}`,
        ),
    ),
    ...section(
      'After our answers',
      view.recoveries.map(
        ({ answeredAt, days, verdict }) =>
          `${clock.day(answeredAt)}  within ${days} days: ${verdict}`,
      ),
    ),
    ...section(
      'What they said',
      view.posts
        .slice(0, 10)
        .map(
          (post) =>
            `${String(post.post).padStart(5)}  ${post.publishedAt === undefined ? 'no date' : clock.minute(post.publishedAt)}  ${safeLine(clauseOf(post, 140))}`,
        ),
    ),
    ...section(
      'What we answered',
      view.replies
        .slice(0, 5)
        .map(
          (post) =>
            `${String(post.post).padStart(5)}  ${post.publishedAt === undefined ? 'no date' : clock.minute(post.publishedAt)}  ${safeLine(clauseOf(post, 140))}`,
        ),
    ),
  ]
  return lines.join('\n')
  function section(title: string, body: readonly string[]): readonly string[] {
    return body.length === 0 ? [] : ['', style.bold(title), ...body.map((line) => `  ${line}`)]
  }
}

function toJson(view: PersonView, clock: ZoneClock) {
  return {
    name: view.name,
    group: view.group,
    step: view.place.step,
    next: view.place.nextStep,
    accounts: view.summary.authors,
    posts: view.posts.map(({ post }) => post),
    replies: view.replies.map(({ post }) => post),
    feeling: view.feeling,
    recoveries: view.recoveries.map((recovery) => ({
      ...recovery,
      answeredAt: clock.iso(recovery.answeredAt),
    })),
  }
}
