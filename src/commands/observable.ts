import { givesSecret } from '../scan/plan.ts'
import type { Capabilities, Source } from '../sources/source.ts'

const UNSEEN: readonly (readonly [keyof Capabilities, string])[] = [
  ['mentions', 'posts to us'],
  ['ownPosts', 'our own posts'],
  ['threads', 'later answers in a conversation'],
  ['likers', 'who likes and shares our posts'],
]

/** What cannot be seen in a source, in plain words; empty where all can. */
export function listUnseen({ capabilities }: Pick<Source, 'capabilities'>): readonly string[] {
  return UNSEEN.filter(([name]) => capabilities[name] === false).map(([, words]) => words)
}

/**
 * One or two sentences on what a source does not show, what it shows in part, and which keys would show more: those
 * that neither the environment has nor the settings of the source give.
 */
export function describeUnseen(
  source: Source,
  environment: Readonly<Record<string, string | undefined>>,
  settings: object = {},
): string {
  const unseen = listUnseen(source)
  const hasOwn = givesSecret(settings)
  const keys = (source.secrets ?? []).filter(
    ({ required, variable }) => !required && !hasOwn && !environment[variable],
  )
  const all = keys.length === 0 ? 'all of it can be seen' : 'seen in part'
  return [
    unseen.length === 0 ? all : `cannot be seen there: ${unseen.join(', ')}`,
    ...(source.partly === undefined ? [] : [source.partly]),
    ...(source.capabilities.reply ? [] : ['answers are written on the site']),
    ...(keys.length === 0
      ? []
      : [`more with ${keys.map(({ variable }) => variable).join(' and ')} (not set)`]),
  ].join('; ')
}
