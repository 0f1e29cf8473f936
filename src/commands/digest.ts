import { createHash } from 'node:crypto'
import type { Settings } from '../config/settings.ts'
import type { Context } from '../context.ts'
import type { DeliveryResult, DeliveryWay } from '../delivery/message.ts'
import { createDialogueReaders } from '../dialogue/report-readers.ts'
import { LockedError, UsageError } from '../errors.ts'
import { safeLine } from '../format/safe-text.ts'
import { createStyle } from '../format/style.ts'
import {
  arrivalIn,
  buildDigest,
  type Digest,
  type DigestState,
  type DigestWindow,
  nextWindow,
  stateName,
} from '../reports/digest.ts'
import { keepTopics } from '../reports/known-topics.ts'
import { toMessage } from '../reports/message.ts'
import { renderJson } from '../reports/render-data.ts'
import { renderMarkdown } from '../reports/render-markdown.ts'
import { renderTerminal } from '../reports/render-terminal.ts'
import type { Period, SearchRequest, Store } from '../store/store.ts'
import { readState } from './alert-delivery.ts'
import type { CommandModule, Options } from './command.ts'
import { chooseTargets, isAlive, openWays } from './delivering.ts'
import { parseMoment } from './options.ts'
import { deliverText } from './output-file.ts'

/** Whoever has been sending for so long is gone. */
const STALE = 15 * 60_000

export const command: CommandModule = {
  configure: (command) =>
    void command
      .option('--since <time>', '"last": where the last digest ended; or a time', 'last')
      .option('--to <way...>', 'ways out of digest.to by name or type, all, stdout, or a file', [
        'stdout',
      ])
      .option('--name <name>', 'digests of different names keep windows of their own', 'daily')
      .option('--always', 'also when there is nothing to say')
      .option('--force', 'replace the file if it is there')
      .addHelpText(
        'after',
        '\nExamples:\n  listen digest\n  listen digest --to mail slack\n  listen digest --since 7d --to week.md',
      ),
  run: (context, _args, options) => runDigest(context, options),
}

type Arrival = Pick<SearchRequest, 'collected' | 'numbers'>

interface Run {
  readonly context: Context
  readonly settings: Settings
  readonly store: Store
  readonly name: string
  readonly zone: string
  readonly isAsked: boolean
  readonly build: (window: Period, arrival: Arrival) => Promise<Digest>
}

/** One message for each way out; its window is closed only after the message is out. Exit 1: none got out, 3: some did. */
export async function runDigest(context: Context, options: Options): Promise<number | undefined> {
  const settings = await context.settings()
  const zone = await context.zone()
  const now = context.now()
  const name = String(options.name ?? 'daily')
  if (!/^[\w-]{1,40}$/.test(name))
    throw new UsageError('--name is no name for a digest', { hint: 'use letters, digits, - and _' })
  const words = [options.to ?? 'stdout'].flat().map(String)
  const isLast = (options.since ?? 'last') === 'last'
  const since = isLast ? undefined : parseMoment(String(options.since), now, zone, '--since')
  const store = await context.store(isLast ? 'write' : 'read')
  const dialogue = createDialogueReaders(store, settings, now, zone)
  const run: Run = {
    context,
    settings,
    store,
    name,
    zone,
    isAsked: options.always === true || !isLast,
    build: async (period, arrival) => {
      const alerts = await readState(store)
      return buildDigest({ store, settings, now, zone, period, arrival, alerts, dialogue })
    },
  }
  const isPrinted = words.some((word) => word === 'stdout' || word === '-')
  const targets = chooseTargets(
    words.filter((word) => word !== 'stdout' && word !== '-'),
    settings.digestTo,
  )
  const outside = openWays(context, settings, targets)
  try {
    const ways = [
      ...(isPrinted ? [standardOutput(run)] : []),
      ...outside.ways.map((way) => plainFile(way, run, options) ?? way),
    ]
    const results: boolean[] = []
    for (const way of ways) results.push(await sendTo(run, way, since))
    if (results.every((isOut) => isOut)) return undefined
    return results.some((isOut) => isOut) ? 3 : 1
  } finally {
    await outside.close()
  }
}

/** True when it got out, or there was nothing to say. */
async function sendTo(run: Run, way: DigestWay, since: number | undefined): Promise<boolean> {
  if (since !== undefined) {
    const window = { from: since, to: run.context.now() }
    // What was collected in this very moment is in it too.
    const digest = await run.build(window, { collected: { from: since, to: window.to + 1 } })
    return tell(run, way, await deliver(run, way, digest, window, false))
  }
  const window = await claim(run, way)
  const digest = await run.build(window, arrivalIn(window))
  if (digest.isEmpty && !run.isAsked && !window.isRepeat) {
    await setState(run, way, closedBy(window))
    run.context.output.say(`${safeLine(way.name)}: nothing to say`)
    return true
  }
  const result = await deliver(run, way, digest, window, window.isRepeat)
  await settle(run, way, window, result)
  if (result.state === 'delivered') await keepTopics(run.store, digest.topics, run.context.now())
  return tell(run, way, result)
}

interface DigestWay extends DeliveryWay {
  /** Writes the digest itself, where a message would lose its looks. */
  readonly print?: (digest: Digest) => Promise<DeliveryResult>
}

function deliver(
  run: Run,
  way: DigestWay,
  digest: Digest,
  window: Period,
  isRepeat: boolean,
): Promise<DeliveryResult> {
  if (way.print) return way.print(digest)
  const identity = `${run.store.path} ${stateName(run.name, way.name)} ${window.from} ${window.to}`
  const key = createHash('sha256').update(identity).digest('hex').slice(0, 32)
  return way.deliver(toMessage('digest', digest.subject, digest.document, { key, isRepeat }))
}

/** The window is written down before anything leaves, so that a run that dies leaves a doubt and not a gap. */
async function claim(run: Run, way: DigestWay): Promise<DigestWindow> {
  const { store, context } = run
  const now = context.now()
  const newest = await store.lastNumber()
  let taken: DigestWindow | undefined
  await store.changeValue<DigestState>(stateName(run.name, way.name), (state = {}) => {
    const { pending } = state
    if (pending && !pending.inDoubt && Date.now() - pending.since < STALE && isAlive(pending.pid))
      throw new LockedError(`another process (${pending.pid}) sends the digest "${run.name}"`)
    const doubtful =
      pending === undefined ? state : { ...state, pending: { ...pending, inDoubt: true } }
    taken = nextWindow(doubtful, now, newest)
    const { from, to, numbers } = taken
    return {
      ...state,
      pending: { from, to, numbers, since: Date.now(), pid: process.pid, inDoubt: false },
    }
  })
  if (taken === undefined) throw new Error('the window was not taken')
  return taken
}

function closedBy({ to, numbers }: DigestWindow): DigestState {
  return { upTo: to, lastNumber: numbers.upTo }
}

/** Out: the next window begins here. Refused: it stays open. In doubt: once more, marked; after that it is over. */
async function settle(
  run: Run,
  way: DigestWay,
  window: DigestWindow,
  result: DeliveryResult,
): Promise<void> {
  if (result.state === 'delivered' || (result.state === 'doubt' && window.isRepeat))
    return setState(run, way, closedBy(window))
  const inDoubt = result.state === 'doubt' || window.isRepeat
  await run.store.changeValue<DigestState>(stateName(run.name, way.name), (state = {}) => {
    const { pending, ...rest } = state
    if (pending === undefined || !inDoubt) return { upTo: window.from, ...rest }
    return { ...rest, pending: { ...pending, inDoubt } }
  })
}

function setState(run: Run, way: DigestWay, state: DigestState): Promise<void> {
  return run.store.setValue(stateName(run.name, way.name), state)
}

function tell({ context }: Run, way: DigestWay, result: DeliveryResult): boolean {
  const name = safeLine(way.name)
  if (result.state === 'delivered') {
    if (result.note !== undefined) context.output.say(`${name}: ${safeLine(result.note)}`)
    return true
  }
  const what =
    result.state === 'doubt'
      ? 'may have arrived or not; it is repeated once, marked as a repeat'
      : 'not sent; it goes out with the next run'
  context.output.say(`${name}: ${what}: ${safeLine(result.error)}`)
  return false
}

function standardOutput({ context }: Run): DigestWay {
  return {
    name: 'stdout',
    deliver: () => Promise.resolve({ state: 'delivered' }),
    print: async ({ subject, document }) => {
      if (context.json) {
        const data = JSON.stringify({ subject, ...JSON.parse(renderJson(document)) })
        await deliverText(context, `${data}\n`, {})
        return { state: 'delivered' }
      }
      const style = createStyle({ colour: context.colour })
      const { columns } = context.output
      const body = renderTerminal(document, {
        width: columns,
        colour: context.colour,
        ascii: false,
      })
      await deliverText(context, `${style.bold(subject)}\n\n${body}`, {})
      await context.output.drain()
      return { state: 'delivered' }
    },
  }
}

/** A file named on the command line is not replaced without `--force`; Markdown unless its ending says otherwise. */
function plainFile(way: DeliveryWay, run: Run, options: Options): DigestWay | undefined {
  if (!/[./\\]/.test(way.name) || /\.(?:html|json)$/.test(way.name)) return undefined
  return {
    ...way,
    print: async ({ subject, document }) => {
      const text = `Subject: ${subject}\n\n${renderMarkdown(document)}`
      await deliverText(run.context, text, { output: way.name, force: options.force })
      return { state: 'delivered' }
    },
  }
}
