import { Box, Text } from 'ink'
import type { ReactElement } from 'react'
import { safeBlock, safeLine } from '../../format/safe-text.ts'
import { formatAge, formatDue } from '../../format/time.ts'
import { wrapToWidth } from '../../format/width.ts'
import type { StoredPost } from '../../store/store.ts'
import type { State } from '../state.ts'

/** One post with its thread and its clock, as much as the screen holds. */
export function PostView({
  state,
  now,
}: {
  readonly state: State
  readonly now: number
}): ReactElement {
  const post = state.posts[state.cursor]
  if (!post) return <Text>There is no post here.</Text>
  const lines = [
    ...headLines(post, now),
    '',
    ...bodyLines(post, state.columns),
    '',
    ...factLines(post),
    '',
    ...threadLines(state, post, now),
  ]
  return (
    <Box flexDirection="column">
      {lines.slice(0, state.rows - 3).map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
        <Text key={index} wrap="truncate">
          {line || ' '}
        </Text>
      ))}
    </Box>
  )
}

function headLines(post: StoredPost, now: number): readonly string[] {
  const who = safeLine(post.author?.name ?? post.author?.handle ?? 'unknown author')
  const age =
    post.publishedAt === undefined ? 'no date' : `${formatAge(now - post.publishedAt)} ago`
  return [
    `post ${post.post} · ${safeLine(post.source)} · ${who} · ${age}`,
    safeLine(post.url ?? ''),
  ]
}

function bodyLines(post: StoredPost, width: number): readonly string[] {
  const text = safeBlock(post.title === undefined ? post.text : `${post.title}\n\n${post.text}`)
  return text.split('\n').flatMap((line) => (line === '' ? [''] : wrapToWidth(line, width)))
}

function factLines(post: StoredPost): readonly string[] {
  const matched = post.mentions.map(({ query }) => query).join(', ')
  const intents = post.analysis?.intents.map(({ name }) => name).join(', ') || 'none'
  const notes = post.notes.map(({ actor, text }) => `note by ${safeLine(actor)}: ${safeLine(text)}`)
  const marks = [
    ...post.flags.map((flag) => `!${flag}`),
    ...post.labels.map((label) => `+${label}`),
  ].join(' ')
  return [
    `feeling ${post.sentiment?.label ?? 'unscored'} · intent ${intents} · matched ${safeLine(matched || 'nothing')}`,
    ...(marks ? [`marks ${marks}`] : []),
    ...notes,
  ]
}

function threadLines(state: State, post: StoredPost, now: number): readonly string[] {
  const { thread } = state
  if (!thread) return post.threadNumber === undefined ? [] : ['reading the thread …']
  const due = thread.state.dueAt === undefined ? '' : ` · ${formatDue(thread.state.dueAt, now)}`
  const others = thread.posts
    .filter((other) => other.post !== post.post)
    .map(
      (other) =>
        `  ${other.side === 'ours' ? 'we' : safeLine(other.author?.name ?? 'they')}: ${safeLine(other.text || (other.title ?? ''))}`,
    )
  return [
    `thread ${thread.state.thread} · ${thread.state.status}${due} · ${thread.state.posts} posts`,
    ...others,
  ]
}
