import { foldPosts } from '../analysis/folding.ts'
import type { AlertRule, Settings } from '../config/settings.ts'
import { createZoneClock } from '../format/time.ts'
import type { Instant } from '../model/post.ts'
import { parseQuery } from '../query/parser.ts'
import type { Tree } from '../query/tree.ts'
import type { FacetCount, Period, SearchRequest, Store, StoredPost } from '../store/store.ts'
import { type Alert, type AlertSight, judgeRule } from './alert-rules.ts'
import { type AlertState, type LoggedAlert, recordsOf } from './alert-state.ts'
import { numberColumn, rateCells, rateColumns, textColumn } from './columns.ts'
import { type Block, type ReportDocument, toScope } from './document.ts'

const DAY = 86_400_000
/** Windows that a spike is compared with. */
const HISTORY = 56
const EXAMPLES = 5

export interface AlertRequest {
  readonly store: Store
  readonly settings: Settings
  readonly now: Instant
  readonly zone: string
  /** When each rule rang last: rules for single posts look only at what came after. Absent: the past is tried. */
  readonly rang?: Readonly<Record<string, Instant>>
}

/** What every rule says at `now`; a rule whose expression cannot be read says nothing and is named. */
export async function readAlerts(
  request: AlertRequest,
): Promise<{ readonly alerts: readonly Alert[]; readonly broken: readonly string[] }> {
  const alerts: Alert[] = []
  const broken: string[] = []
  for (const rule of request.settings.alerts?.rules ?? []) {
    const tree = treeOf(rule, request.settings)
    if (tree === 'broken') {
      broken.push(rule.name)
      continue
    }
    const alert = judgeRule(rule, await look(request, rule, tree), request.now)
    if (alert !== undefined) alerts.push(alert)
  }
  return { alerts, broken }
}

function treeOf(rule: AlertRule, settings: Settings): Tree | undefined | 'broken' {
  const brands = settings.queries
    .filter(({ role }) => role === 'brand')
    .map(({ name }) => `query:${name}`)
  const text = rule.match ?? brands.join(' OR ')
  if (text === '') return undefined
  const { tree, problems } = parseQuery(text, { context: 'view', fragments: settings.fragments })
  return problems.some(({ severity }) => severity === 'error') ? 'broken' : tree
}

const BLIND: AlertSight = {
  posts: 0,
  people: 0,
  clusters: 0,
  negative: 0,
  scored: 0,
  history: [],
  negativeBefore: 0,
  scoredBefore: 0,
  overdue: 0,
  weight: 0,
  silent: [],
  examples: [],
}

async function look(
  request: AlertRequest,
  rule: AlertRule,
  tree: Tree | undefined,
): Promise<AlertSight> {
  const { store, now } = request
  if (rule.when === 'silence') return { ...BLIND, silent: await silentSources(request, rule) }
  if (rule.when === 'overdue') {
    const open = await store.turns({ from: 0, to: now }, { open: true })
    const late = open.filter(
      ({ dueAt, opening }) => opening !== 'look' && dueAt !== undefined && dueAt < now,
    )
    return {
      ...BLIND,
      overdue: late.length,
      examples: late.slice(0, EXAMPLES).map(({ startPost }) => startPost),
    }
  }
  const window = { from: now - rule.withinMs, to: now + 1 }
  const isSingle = rule.when === 'every' || rule.when === 'person'
  if (isSingle && request.rang !== undefined) {
    const from = Math.max(window.from, (request.rang[rule.name] ?? 0) + 1)
    return sightOf(await postsIn(request, tree, { collected: { from, to: window.to } }))
  }
  const posts = await postsIn(request, tree, { period: window })
  const needsPast = rule.when === 'spike' || rule.when === 'dip'
  return { ...sightOf(posts), ...(needsPast ? await past(request, rule, tree) : {}) }
}

/** Counts go by publication, as the history does: a first scan that finds a month at once is no spike. */
async function postsIn(
  request: AlertRequest,
  tree: Tree | undefined,
  window: { readonly period?: Period; readonly collected?: Period },
): Promise<readonly StoredPost[]> {
  const { store, now, zone } = request
  const posts: StoredPost[] = []
  const search: SearchRequest = { now, zone, ...window, ...(tree ? { tree } : {}) }
  for await (const post of store.stream(search)) if (post.side === 'theirs') posts.push(post)
  return posts
}

function sightOf(posts: readonly StoredPost[]): AlertSight {
  const scored = posts.filter(({ sentiment }) => sentiment !== undefined)
  const byWeight = posts.toSorted((a, b) => weightOf(b) - weightOf(a) || a.post - b.post)
  return {
    ...BLIND,
    posts: posts.length,
    people: new Set(
      posts.map(({ platform, author, post }) =>
        author ? `${platform} ${author.id}` : `post ${post}`,
      ),
    ).size,
    clusters: new Set(posts.map(({ cluster, post }) => cluster ?? post)).size,
    negative: scored.filter(({ sentiment }) => sentiment?.label === 'negative').length,
    scored: scored.length,
    weight: byWeight[0] === undefined ? 0 : weightOf(byWeight[0]),
    examples: foldPosts(byWeight)
      .slice(0, EXAMPLES)
      .map(({ lead }) => lead.post),
  }
}

function weightOf({ author, likes = 0, replies = 0, shares = 0 }: StoredPost): number {
  return Math.max(author?.followers ?? 0, likes + replies + shares)
}

/** The windows before this one; those before the first post that the store has are no history. */
async function past(request: AlertRequest, rule: AlertRule, tree: Tree | undefined) {
  const { store, now } = request
  const from = now - rule.withinMs * (HISTORY + 1)
  const posts = await postsIn(request, tree, {
    period: { from, to: now - rule.withinMs },
  })
  const { oldest = now } = await store.info()
  const windows: StoredPost[][] = Array.from({ length: HISTORY }, () => [])
  for (const post of posts) {
    const at = Math.min(post.publishedAt ?? post.collectedAt, post.collectedAt)
    windows[Math.floor((at - from) / rule.withinMs)]?.push(post)
  }
  const known = windows.filter((_, index) => from + index * rule.withinMs >= oldest)
  const { negative, scored } = sightOf(posts)
  return {
    history: known.map((each) => sightOf(each)[rule.of]),
    negativeBefore: negative,
    scoredBefore: scored,
  }
}

/** Read with success, and nothing new all the same. A source that fails is a blind spot of the digest, no silence. */
async function silentSources(
  { store, settings, now, zone }: AlertRequest,
  rule: AlertRule,
): Promise<readonly string[]> {
  const names = rule.source === undefined ? settings.sources.map(({ name }) => name) : [rule.source]
  const channels = await store.channels()
  const healthy = names.filter((name) =>
    channels.some(
      ({ source, lastSuccessAt, error }) =>
        source === name && lastSuccessAt !== undefined && error === undefined,
    ),
  )
  const counts: readonly FacetCount[] = await store.facets('source', {
    now,
    zone,
    unmatched: true,
    collected: { from: now - rule.withinMs, to: now + 1 },
  })
  const loud = new Set(counts.map(({ key }) => key))
  return healthy.filter((name) => !loud.has(name))
}

/** Every moment of the stored history, day by day, at which a rule would have rung; cooldowns are heeded. */
export async function backtestAlerts(
  request: AlertRequest,
  period: Period,
): Promise<readonly Alert[]> {
  const found: Alert[] = []
  const rang = new Map<string, Instant>()
  const rules = (request.settings.alerts?.rules ?? []).filter(
    ({ when }) => when !== 'silence' && when !== 'overdue',
  )
  for (let at = period.from + DAY; at <= period.to; at += DAY) {
    for (const rule of rules) {
      const tree = treeOf(rule, request.settings)
      if (tree === 'broken' || at - (rang.get(rule.name) ?? 0) < rule.cooldownMs) continue
      const alert = judgeRule(rule, await look({ ...request, now: at }, rule, tree), at)
      if (alert === undefined) continue
      rang.set(rule.name, at)
      found.push(alert)
    }
  }
  return found
}

/** Alerts as a document: one message, counted in posts, people and posts without copies. */
export function alertDocument(
  alerts: readonly (Alert | LoggedAlert)[],
  request: AlertRequest,
): { readonly subject: string; readonly document: ReportDocument } {
  const { settings, now, zone } = request
  const clock = createZoneClock(zone)
  const brand = settings.brand?.name ?? 'listen'
  const first = alerts[0]
  return {
    subject: `${brand}: ${first === undefined ? 'no rule rings' : `${first.rule}: ${first.why}`}${alerts.length > 1 ? `, and ${alerts.length - 1} more` : ''} · ${clock.minute(now)}`,
    document: {
      report: 'alerts',
      title: `${brand}: alerts`,
      scope: toScope({ from: now, to: now }, now, clock),
      blocks: [
        {
          kind: 'table',
          name: 'alerts',
          title: 'Alerts',
          columns: [
            textColumn('id'),
            textColumn('at'),
            textColumn('rule'),
            textColumn('why'),
            numberColumn('posts'),
            numberColumn('people'),
            numberColumn('clusters', 'without copies'),
            textColumn('examples', 'posts to show'),
          ],
          rows: alerts.map((alert) => [
            'id' in alert ? String(alert.id) : null,
            clock.minute(alert.at),
            alert.rule,
            alert.why,
            alert.posts,
            alert.people,
            alert.clusters,
            alert.examples.join(', '),
          ]),
          empty: 'No rule rings.',
          more: 'listen show POST · listen alerts mark ID useful',
        },
      ],
    },
  }
}

const SHOWN = 10
const MONTH = 30 * DAY

/** Every rule with how often it rang and what people said of it, and the latest alerts with their numbers. */
export function ruleBlocks(state: AlertState, request: AlertRequest): readonly Block[] {
  const { settings, now, zone } = request
  const clock = createZoneClock(zone)
  const names = (settings.alerts?.rules ?? []).map(({ name }) => name)
  const records = recordsOf(state, names, now - MONTH)
  if (records.length === 0) return []
  return [
    {
      kind: 'table',
      name: 'rules',
      title: 'Rules, last 30 days',
      columns: [
        textColumn('rule'),
        numberColumn('rang'),
        numberColumn('useful'),
        numberColumn('useless'),
        ...rateColumns('precision', 'useful of marked'),
        textColumn('proposal'),
      ],
      rows: records.map(({ rule, rang, useful, useless, precision, isNoise }) => [
        rule,
        rang,
        useful,
        useless,
        ...rateCells(precision),
        isNoise ? 'raise its limit, or take it out' : '',
      ]),
    },
    {
      kind: 'table',
      name: 'latest',
      title: 'Rang lately',
      columns: [
        textColumn('id'),
        textColumn('at'),
        textColumn('rule'),
        textColumn('mark'),
        textColumn('why'),
      ],
      rows: state.log
        .slice(-SHOWN)
        .toReversed()
        .map(({ id, at, rule, mark, why }) => [
          String(id),
          clock.minute(at),
          rule,
          mark ?? null,
          why,
        ]),
      empty: 'Nothing yet.',
      more: 'listen alerts mark ID useful',
    },
  ]
}
