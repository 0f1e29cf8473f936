import { STATUSES } from '../model/ledger.ts'
import { INTENTS, ROLES, SENTIMENT_LABELS } from '../model/mention.ts'
import { POST_KINDS } from '../model/post.ts'

/**
 * How a value is written and compared:
 * words – terms, within that field only; name – whole tokens of a handle or name; host – a domain with its
 * sub-domains; address – a domain or a prefix of host/path; choice – one of a list; whole – the whole value,
 * letter case aside; language – ISO 639-1; number; score – a choice or a number; date.
 */
export type FieldKind =
  | 'words'
  | 'name'
  | 'host'
  | 'address'
  | 'choice'
  | 'whole'
  | 'language'
  | 'number'
  | 'score'
  | 'date'

export interface FieldRow {
  readonly name: string
  readonly kind: FieldKind
  /** Collection fields may stand in saved queries; view fields are known only of posts that are stored. */
  readonly where: 'collection' | 'view'
  /** The values of a choice. */
  readonly values?: readonly string[]
  /** Values of a choice that are for views only. */
  readonly viewValues?: readonly string[]
  /** A sign before the value that is dropped: `tag:#x` is `tag:x`. */
  readonly sigil?: '#' | '@'
  /** Durations look ahead: `due:2h`. */
  readonly ahead?: boolean
  readonly summary: string
  readonly example: string
}

/** The one table of fields; the parser, the documentation, completion and every back end read it. */
export const FIELDS: readonly FieldRow[] = [
  {
    name: 'title',
    kind: 'words',
    where: 'collection',
    summary: 'in the title only',
    example: 'title:(acme OR globex)',
  },
  {
    name: 'text',
    kind: 'words',
    where: 'collection',
    summary: 'in the body only',
    example: 'text:"screen broken"',
  },
  {
    name: 'author',
    kind: 'name',
    where: 'collection',
    summary: 'handle or name of the author, whole tokens; with @ the handle only',
    example: 'author:acme_support',
  },
  {
    name: 'site',
    kind: 'host',
    where: 'collection',
    summary: 'domain of the post or of its source, sub-domains included',
    example: 'site:example.com',
  },
  {
    name: 'url',
    kind: 'address',
    where: 'collection',
    summary: "beginning of the post's host and path",
    example: 'url:example.com/blog',
  },
  {
    name: 'link',
    kind: 'address',
    where: 'collection',
    summary: 'domain or beginning of a link in the post',
    example: 'link:acme.com/shop',
  },
  {
    name: 'source',
    kind: 'whole',
    where: 'collection',
    summary: 'type or configured name of the source',
    example: 'source:hackernews',
  },
  {
    name: 'kind',
    kind: 'choice',
    where: 'collection',
    values: POST_KINDS,
    summary: 'kind of post',
    example: 'kind:review',
  },
  {
    name: 'lang',
    kind: 'language',
    where: 'collection',
    summary: 'language, ISO 639-1',
    example: 'lang:(en OR de)',
  },
  {
    name: 'tag',
    kind: 'whole',
    where: 'collection',
    sigil: '#',
    summary: 'hashtag or category, the whole tag',
    example: 'tag:"customer service"',
  },
  {
    name: 'to',
    kind: 'whole',
    where: 'collection',
    sigil: '@',
    summary: 'a handle that the post mentions or answers',
    example: 'to:@acme',
  },
  {
    name: 'is',
    kind: 'choice',
    where: 'collection',
    values: ['reply', 'question', 'addressed'],
    viewValues: ['overdue', 'unseen', 'flagged', 'answered', 'duplicate'],
    summary:
      'reply, question, addressed to us; in views also overdue, unseen, flagged, answered, duplicate',
    example: 'is:question',
  },
  {
    name: 'has',
    kind: 'choice',
    where: 'collection',
    values: ['link', 'media', 'emoji'],
    summary: 'has a link, media or an emoji',
    example: 'has:media',
  },
  {
    name: 'rating',
    kind: 'number',
    where: 'collection',
    summary: 'stars, as the place counts them',
    example: 'rating:<=2',
  },
  {
    name: 'followers',
    kind: 'number',
    where: 'collection',
    summary: 'followers of the author',
    example: 'followers:>=10k',
  },
  {
    name: 'likes',
    kind: 'number',
    where: 'collection',
    summary: 'likes, votes, points',
    example: 'likes:>100',
  },
  {
    name: 'replies',
    kind: 'number',
    where: 'collection',
    summary: 'replies',
    example: 'replies:[5 TO 100]',
  },
  {
    name: 'shares',
    kind: 'number',
    where: 'collection',
    summary: 'shares, reposts',
    example: 'shares:>=3',
  },
  { name: 'views', kind: 'number', where: 'collection', summary: 'views', example: 'views:>1M' },
  {
    name: 'engagement',
    kind: 'number',
    where: 'collection',
    summary: 'likes, replies and shares together',
    example: 'engagement:>=1k',
  },
  {
    name: 'length',
    kind: 'number',
    where: 'collection',
    summary: 'characters of the body',
    example: 'length:>=140',
  },
  {
    name: 'published',
    kind: 'date',
    where: 'collection',
    summary: 'when it was published',
    example: 'published:7d',
  },
  {
    name: 'query',
    kind: 'whole',
    where: 'view',
    summary: 'saved query that matched',
    example: 'query:acme',
  },
  {
    name: 'role',
    kind: 'choice',
    where: 'view',
    values: ROLES,
    summary: 'role of a query that matched',
    example: 'role:competitor',
  },
  {
    name: 'sentiment',
    kind: 'score',
    where: 'view',
    values: SENTIMENT_LABELS,
    summary: 'negative, neutral, positive, or a number from −1 to 1',
    example: 'sentiment:<-0.5',
  },
  {
    name: 'intent',
    kind: 'choice',
    where: 'view',
    values: INTENTS,
    summary: 'what the post is for',
    example: 'intent:complaint',
  },
  {
    name: 'status',
    kind: 'choice',
    where: 'view',
    values: STATUSES,
    summary: 'state of its thread',
    example: 'status:open',
  },
  {
    name: 'flag',
    kind: 'whole',
    where: 'view',
    summary: 'flag set by people',
    example: 'flag:important',
  },
  {
    name: 'label',
    kind: 'whole',
    where: 'view',
    summary: 'label set by people',
    example: 'label:"battery recall"',
  },
  {
    name: 'assigned',
    kind: 'whole',
    where: 'view',
    sigil: '@',
    summary: 'who has it',
    example: 'assigned:ann',
  },
  {
    name: 'priority',
    kind: 'choice',
    where: 'view',
    values: ['low', 'normal', 'high', 'urgent'],
    summary: 'priority of its thread',
    example: 'priority:urgent',
  },
  {
    name: 'due',
    kind: 'date',
    where: 'view',
    ahead: true,
    summary: 'when an answer is due; a duration looks ahead',
    example: 'due:2h',
  },
  {
    name: 'collected',
    kind: 'date',
    where: 'view',
    summary: 'when it was collected',
    example: 'collected:24h',
  },
  {
    name: 'cluster',
    kind: 'whole',
    where: 'view',
    summary: 'number of its cluster of near-duplicates',
    example: 'cluster:12',
  },
  {
    name: 'person',
    kind: 'whole',
    where: 'view',
    sigil: '@',
    summary: 'the person behind the author',
    example: 'person:jane',
  },
  {
    name: 'ladder',
    kind: 'whole',
    where: 'view',
    summary: 'rung of the person, from stranger to advocate',
    example: 'ladder:advocate',
  },
]

/** The row of a field, its name in any letter case. */
export function findField(name: string): FieldRow | undefined {
  const wanted = name.toLowerCase()
  return FIELDS.find((row) => row.name === wanted)
}
