import type { Instant } from '../model/post.ts'
import type { StoredPost, TriageResult } from '../store/store.ts'
import type { ThreadView } from './data.ts'
import type { Deed } from './deeds.ts'
import type { Reader } from './reader.ts'
import type { Action, DraftInHand, Effect } from './state.ts'
import type { Undone, Writer } from './writer.ts'

/** The doors of the room: programs, files, the terminal, the network. */
export interface Doors {
  openLink(url: string): Promise<string>
  copy(text: string): boolean
  edit(text: string): Promise<string>
  pipe(
    command: string,
    posts: readonly StoredPost[],
  ): Promise<{ readonly status: number | null; readonly output: string }>
  /** Answers how many posts the file has. */
  exportTo(file: string, posts: readonly StoredPost[]): Promise<number>
  /** Runs a scan of its own process; answers its last words. */
  scan(onLine: (line: string) => void): Promise<string>
  /** Why an answer cannot be sent by this source; undefined where it can. */
  obstacle(source: string): Promise<string | undefined>
  /** Sends a draft at most once; answers what became of it in words. */
  send(draft: number, source: string): Promise<string>
  redraw(): void
  suspend(): void
  quit(): void
}

/** What the screen may ask of the world outside. */
export interface Desk {
  readonly now: () => Instant
  readonly zone: string
  readonly reader: Reader
  readonly writer: Writer
  readonly doors: Doors
}

export type Dispatch = (action: Action) => void

/** Carries out what the reducer asked for, and tells it what came of it. */
export function createRunner(
  desk: Desk,
  dispatch: Dispatch,
  size: () => { readonly columns: number; readonly ascii: boolean },
) {
  const readThread = latestOnly(
    (post: number) => desk.reader.thread(post),
    (thread: ThreadView) => dispatch({ type: 'threadRead', thread }),
  )
  const readList = latestListOnly(desk, dispatch)
  const fail = (error: unknown) => dispatch({ type: 'said', text: wordsOf(error), isError: true })
  return (effect: Effect): Promise<void> => run(effect).catch(fail)

  async function run(effect: Effect): Promise<void> {
    switch (effect.type) {
      case 'list':
        return readList(effect)
      case 'freshen': {
        const [page, shown] = await Promise.all([
          desk.reader.list(effect.request),
          effect.request.kind === 'posts' ? desk.reader.rows(effect.shown) : [],
        ])
        return dispatch({ type: 'freshened', tab: effect.tab, page, shown })
      }
      case 'thread':
        return readThread(effect.post)
      case 'report': {
        const { columns, ascii } = size()
        return dispatch({ type: 'reported', lines: await desk.reader.report(columns, ascii) })
      }
      case 'deed':
        return runDeed(desk, dispatch, effect.deed, effect.posts)
      case 'draft':
        return runDraft(desk, dispatch, effect.what, effect.draft).finally(() =>
          dispatch({ type: 'done' }),
        )
      default:
        return desk.doors[effect.type]()
    }
  }
}

/** One question at a time; while it is open only the latest next one is kept: fast scrolling asks for few threads. */
function latestOnly<Key, Value>(read: (key: Key) => Promise<Value>, use: (value: Value) => void) {
  let isBusy = false
  let next: { readonly key: Key } | undefined
  const ask = async (key: Key): Promise<void> => {
    if (isBusy) {
      next = { key }
      return
    }
    isBusy = true
    try {
      const value = await read(key)
      if (next === undefined) use(value)
    } finally {
      isBusy = false
      const waiting = next
      next = undefined
      if (waiting !== undefined) await ask(waiting.key)
    }
  }
  return ask
}

type ListEffect = Extract<Effect, { type: 'list' }>

function latestListOnly(desk: Desk, dispatch: Dispatch) {
  return latestOnly<ListEffect, void>(
    async ({ tab, asked, request, part }) => {
      try {
        dispatch({ type: 'listed', tab, asked, part, page: await desk.reader.list(request) })
      } catch (error) {
        dispatch({ type: 'refused', tab, asked, problem: wordsOf(error) })
      }
    },
    () => {},
  )
}

function wordsOf(error: unknown): string {
  const { message, hint } = error as Error & { hint?: string }
  return hint === undefined ? String(message ?? error) : `${message}; ${hint}`
}

type DeedOf<Type extends Deed['type']> = Extract<Deed, { type: Type }>

async function runDeed(
  desk: Desk,
  dispatch: Dispatch,
  deed: Deed,
  posts: readonly number[],
): Promise<void> {
  const say = (text: string, isError = false) => dispatch({ type: 'said', text, isError })
  switch (deed.type) {
    case 'triage':
      say(...describe(await desk.writer.triage(deed.action, posts), nameOf(deed)))
      return dispatch({ type: 'changed' })
    case 'merge':
    case 'split':
      say(...describe(await desk.writer[deed.type](posts), deed.type))
      return dispatch({ type: 'changed' })
    case 'undo':
    case 'redo':
      say(describeUndone(deed.type, await desk.writer[deed.type]()))
      return dispatch({ type: 'changed' })
    case 'reply':
      return reply(desk, dispatch, posts)
    case 'record':
      for (const post of posts) await desk.writer.record(post)
      say(`recorded an answer to ${count(posts.length)}`)
      return dispatch({ type: 'changed' })
    case 'scan':
      return scan(desk, dispatch)
    default:
      say(await runDoor(desk, deed, posts))
  }
}

function nameOf({ action }: DeedOf<'triage'>): string {
  switch (action.type) {
    case 'flag':
      return action.on
        ? `flag ${action.flag === 'flag' ? '' : action.flag}`.trim()
        : `unflag ${action.flag}`
    case 'label':
      return `${action.on ? 'label' : 'unlabel'} ${action.label}`
    case 'close':
      return `close as ${action.reason}`
    case 'assign':
      return action.to === null ? 'unassign' : `assign to ${action.to}`
    default:
      return action.type.replaceAll('-', ' ')
  }
}

function count(posts: number): string {
  return posts === 1 ? '1 post' : `${posts} posts`
}

/** A report of what was done, what already was so, and what failed. */
function describe({ changed, unchanged, missing }: TriageResult, name: string): [string, boolean] {
  const parts = [
    changed.length === 0 ? `${name}: nothing changed` : `${name}: ${count(changed.length)}`,
    ...(unchanged.length > 0 ? [`${unchanged.length} already so`] : []),
    ...(missing.length > 0
      ? [
          `${missing.length} gone: ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ' …' : ''}`,
        ]
      : []),
  ]
  const more = changed.length > 0 ? ' · u takes it back' : ''
  return [parts.join(' · ') + more, missing.length > 0]
}

function describeUndone(what: 'undo' | 'redo', undone: Undone | undefined): string {
  if (undone === undefined)
    return what === 'undo'
      ? 'there is nothing of yours to take back'
      : 'there is nothing to do again'
  const posts =
    undone.posts.length > 5 ? count(undone.posts.length) : `post ${undone.posts.join(', ')}`
  return `${what === 'undo' ? 'taken back' : 'done again'}: ${undone.description} (${posts})${what === 'undo' ? ' · U does it again' : ''}`
}

async function runDoor(desk: Desk, deed: Deed, numbers: readonly number[]): Promise<string> {
  const posts = await desk.reader.posts(numbers)
  switch (deed.type) {
    case 'open':
      return openFirst(desk, posts)
    case 'copy':
      return copyPosts(desk, deed.what, posts)
    case 'pipe':
      return pipePosts(desk, deed.command, posts)
    case 'export':
      return `${count(await desk.doors.exportTo(deed.file, posts))} in ${deed.file}`
    default:
      return ''
  }
}

async function openFirst(desk: Desk, posts: readonly StoredPost[]): Promise<string> {
  const link = posts.find(({ url }) => url !== undefined)?.url
  return link === undefined
    ? 'this post has no link'
    : `opened at ${await desk.doors.openLink(link)}`
}

function copyPosts(desk: Desk, what: 'link' | 'text', posts: readonly StoredPost[]): string {
  const bodyOf = (post: StoredPost) => [post.title, post.text].filter(Boolean).join('\n')
  const text =
    what === 'link'
      ? posts.flatMap(({ url }) => url ?? []).join('\n')
      : posts.map(bodyOf).join('\n\n')
  if (text === '') return `there is no ${what} to copy`
  return desk.doors.copy(text)
    ? `the ${what} of ${count(posts.length)} was handed to the terminal`
    : 'this is too much for the clipboard; use pipe or export'
}

async function pipePosts(
  desk: Desk,
  command: string,
  posts: readonly StoredPost[],
): Promise<string> {
  const { status, output } = await desk.doors.pipe(command, posts)
  const first = output.trim().split('\n')[0] ?? ''
  const how = status === 0 ? 'done' : `ended with ${status ?? 'a signal'}`
  return `${command}: ${how}${first === '' ? '' : ` · ${first}`}`
}

async function scan(desk: Desk, dispatch: Dispatch): Promise<void> {
  dispatch({ type: 'scanning', text: 'scanning …' })
  try {
    const words = await desk.doors.scan((text) => dispatch({ type: 'scanning', text }))
    dispatch({ type: 'said', text: words })
  } finally {
    dispatch({ type: 'scanning', text: undefined })
    dispatch({ type: 'changed' })
  }
}

/** Editor, draft kept, advice. Answers go to one person, so a batch has none. */
async function reply(desk: Desk, dispatch: Dispatch, posts: readonly number[]): Promise<void> {
  const [post] = posts
  if (post === undefined) return
  if (posts.length > 1)
    return dispatch({
      type: 'said',
      text: 'answers go to one person at a time: unmark the others',
      isError: true,
    })
  const file = await desk.doors.edit(await desk.writer.beginReply(post))
  const draft = await desk.writer.keepReply(post, file)
  if (draft === undefined)
    return dispatch({ type: 'said', text: 'nothing was written; nothing is sent' })
  const [stored] = await desk.reader.posts([post])
  const tooLong =
    draft.advice.length?.tooLong === true
      ? 'the answer is too long for the site; e shortens it'
      : undefined
  const obstacle = tooLong ?? (await desk.doors.obstacle(stored?.source ?? ''))
  dispatch({
    type: 'drafted',
    draft: { ...draft, ...(obstacle === undefined ? {} : { obstacle }) },
  })
  dispatch({ type: 'changed' })
}

async function runDraft(
  desk: Desk,
  dispatch: Dispatch,
  what: Extract<Effect, { type: 'draft' }>['what'],
  draft: DraftInHand,
): Promise<void> {
  const say = (text: string, isError = false) => dispatch({ type: 'said', text, isError })
  switch (what) {
    case 'edit':
      return reply(desk, dispatch, [draft.post])
    case 'copy': {
      const isCopied = desk.doors.copy(draft.text)
      const host = draft.url === undefined ? undefined : await desk.doors.openLink(draft.url)
      return say(
        `${isCopied ? 'copied' : 'too long to copy'}${host === undefined ? '' : `, opened at ${host}`}; R when it is sent`,
      )
    }
    case 'record':
      await desk.writer.record(draft.post, draft.text)
      await desk.writer.drop(draft.id)
      await keepPromises(desk, draft)
      say('recorded as sent by hand; the clock stops')
      break
    case 'drop':
      say(
        (await desk.writer.drop(draft.id))
          ? `draft ${draft.id} is gone`
          : `draft ${draft.id} cannot be dropped any more`,
      )
      break
    case 'send': {
      const [post] = await desk.reader.posts([draft.post])
      dispatch({ type: 'said', text: 'sending …' })
      say(await desk.doors.send(draft.id, post?.source ?? ''))
      await keepPromises(desk, draft)
    }
  }
  dispatch({ type: 'changed' })
}

/** What the answer gave a date for is noted as a promise. */
async function keepPromises(desk: Desk, draft: DraftInHand): Promise<void> {
  for (const { due, sentence } of draft.advice.promises) {
    await desk.writer.triage({ type: 'promise', due, text: sentence }, [draft.post])
  }
}
