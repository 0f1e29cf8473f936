import type { Context } from '../context.ts'
import type { Advice } from '../dialogue/advice.ts'
import { readDraftFile, writeDraftFile } from '../dialogue/draft-text.ts'
import { sendDraft } from '../dialogue/outbox.ts'
import { adviseOn, keepDraft, readReplyContext, recordReply } from '../dialogue/reply.ts'
import { UsageError } from '../errors.ts'
import { safeBlock, safeLine } from '../format/safe-text.ts'
import { createStyle } from '../format/style.ts'
import { createZoneClock } from '../format/time.ts'
import type { Source } from '../sources/source.ts'
import type { OutboxEntry } from '../store/dialogue-store.ts'
import type { Store } from '../store/store.ts'
import { editText } from '../system/editor.ts'
import { readAll } from '../system/lines.ts'
import type { CommandModule, Options } from './command.ts'
import { parseMoment, parsePostNumber } from './options.ts'
import { confirm } from './prompt.ts'
import { openSender } from './sending.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command
      .argument('<post>', 'the post to answer')
      .option('-m, --text <text>', 'the answer; else $EDITOR on a terminal, else standard input')
      .option('--dry-run', 'show the advice and the request, send nothing, keep nothing')
      .option('--draft', 'keep it as a draft, send nothing')
      .option('--sent', 'it was sent elsewhere: only record it')
      .option('--at <time>', 'with --sent: when it was published (default: now)')
      .option('-y, --yes', 'send without asking')
      .addHelpText(
        'after',
        '\nBefore sending you see what a colleague would say: how like our last answers it is, what it lacks, how long it is.\nNothing is sent twice: what is not known to have arrived is looked up, never sent again unasked.',
      ),
  run: (context, [post], options) => runReply(context, String(post), options),
}

export async function runReply(
  context: Context,
  word: string,
  options: Options,
): Promise<number | undefined> {
  const post = parsePostNumber(word)
  const zone = await context.zone()
  const now = context.now()
  const store = await context.store(options.dryRun === true ? 'read' : 'write')
  const text = await readAnswer(context, store, post, options)
  if (options.sent === true) {
    const at = options.at === undefined ? now : parseMoment(String(options.at), now, zone, '--at')
    await recordReply(store, { post, at, actor: context.actor, ...(text === '' ? {} : { text }) })
    context.output.say(`recorded: post ${post} was answered`)
    return undefined
  }
  if (text === '') {
    context.output.say('the answer is empty; nothing is sent')
    return undefined
  }
  showAdvice(context, await adviseOn(store, { post, text, now, zone }))
  if (options.dryRun === true) return showRequest(context, store, post, text)
  const entry = await keepDraft(store, { post, text, actor: context.actor })
  if (options.draft === true) {
    context.output.say(`kept as draft ${entry.id}; send it with: listen outbox send ${entry.id}`)
    return undefined
  }
  if (options.yes !== true && !(await confirm(context, 'Send it?'))) {
    context.output.say(`not sent; it is kept as draft ${entry.id}`)
    return undefined
  }
  return sendEntry(context, store, entry)
}

/** Sends a draft at most once and says what became of it; exit status 1 unless it stands on the site. */
export async function sendEntry(
  context: Context,
  store: Store,
  entry: OutboxEntry,
  acceptEdit = false,
): Promise<number> {
  const settings = await context.settingsWithSources()
  const { source, environment, http } = await openSender(
    context,
    settings,
    entry.platform,
    entry.source,
  )
  try {
    const done = await sendDraft({
      store,
      id: entry.id,
      acceptEdit,
      send: (wanted) =>
        source.reply?.(wanted, environment) ?? Promise.reject(new UsageError('no way to send')),
      ...(settings.approval ? { approval: { policy: settings.policy } } : {}),
    })
    context.output.say(describeEntry(done))
    if (done.state === 'failed') await sayWhere(context, store, entry.post, source)
    return done.state === 'sent' ? 0 : 1
  } finally {
    await http.close()
  }
}

/** What a program may not send, a person may write: where, and how it is recorded then. */
async function sayWhere(
  context: Context,
  store: Store,
  number: number,
  source: Source,
): Promise<void> {
  const post = await store.post(number)
  const url = source.replyUrl?.(post) ?? post.url
  if (url !== undefined)
    context.output.say(
      `  on the site: ${safeLine(url)}\n  then: listen reply ${number} --sent --text "…"`,
    )
}

export function describeEntry(entry: OutboxEntry): string {
  const reason = entry.error === undefined ? '' : `: ${safeLine(entry.error)}`
  if (entry.state === 'sent') return `sent (draft ${entry.id}, post ${entry.post})`
  if (entry.state === 'unknown')
    return `it is not known whether the answer arrived${reason}\n  look on the site, or run: listen outbox look ${entry.id}. It is not sent again unasked.`
  if (entry.state === 'draft')
    return `draft ${entry.id} was not sent yet${reason}; the text is kept`
  return `${entry.state} (draft ${entry.id})${reason}; the text is kept`
}

async function readAnswer(
  context: Context,
  store: Store,
  post: number,
  options: Options,
): Promise<string> {
  if (options.text !== undefined) return String(options.text).trim()
  if (context.standardInput.isTTY !== true) return (await readAll(context.standardInput)).trim()
  if (!context.output.isErrorTerminal)
    throw new UsageError('nobody is there to write the answer', {
      hint: 'give --text, or pipe it in',
    })
  const draft = writeDraftFile(
    '',
    await readReplyContext(store, { post, now: context.now(), zone: await context.zone() }),
  )
  return readDraftFile(await editText(draft, context.environment))
}

/** Advice never blocks; it stands on standard error, beside the data. */
function showAdvice(context: Context, advice: Advice): void {
  const style = createStyle({ colour: context.colour && context.output.isErrorTerminal })
  const clock = createZoneClock('UTC')
  if (advice.similar) {
    const { similarity, to, at } = advice.similar
    context.output.say(
      `${style.warn('!')} ${Math.round(similarity * 100)} % the same as your answer${to ? ` to ${safeLine(to)}` : ''} of ${clock.day(at)}`,
    )
  }
  for (const { ok, why } of advice.checklist)
    context.output.say(`${ok ? style.good('✓') : style.warn('·')} ${safeLine(why)}`)
  if (advice.length)
    context.output.say(`  ${advice.length.count} of ${advice.length.limit} ${advice.length.unit}`)
  for (const { phrase, due } of advice.promises) {
    context.output.say(
      `  a promise: "${safeLine(phrase)}" (${clock.day(due)}); keep it with: listen promise POST --due ${clock.day(due)}`,
    )
  }
}

/** What would be sent, to the byte; nothing is kept. */
async function showRequest(
  context: Context,
  store: Store,
  post: number,
  text: string,
): Promise<undefined> {
  const { url, platform } = await store.post(post)
  context.output.data(`to ${platform}: ${safeLine(url ?? `post ${post}`)}\n\n${safeBlock(text)}\n`)
  context.output.say('dry run: nothing was sent and nothing kept')
  return undefined
}
