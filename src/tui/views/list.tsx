import { Box, Text } from 'ink'
import type { ReactElement } from 'react'
import { safeLine } from '../../format/safe-text.ts'
import { formatAge } from '../../format/time.ts'
import { cutToWidth, padToWidth } from '../../format/width.ts'
import type { StoredPost } from '../../store/store.ts'
import { listRows, type State } from '../state.ts'

const FEELING = { negative: '−', neutral: '·', positive: '+' } as const

/** The posts around the cursor, one line each. */
export function ListView({
  state,
  now,
}: {
  readonly state: State
  readonly now: number
}): ReactElement {
  if (state.posts.length === 0) return <EmptyList state={state} />
  const rows = listRows(state)
  const top = Math.max(0, Math.min(state.cursor - Math.floor(rows / 2), state.posts.length - rows))
  const visible = state.posts.slice(top, top + rows)
  return (
    <Box flexDirection="column">
      <Text dimColor>
        {cutToWidth('     post    age  ±  who              text', state.columns)}
      </Text>
      {visible.map((post, index) => (
        <Text
          key={post.post}
          inverse={top + index === state.cursor}
          bold={!post.seen}
          wrap="truncate"
        >
          {listLine(post, state, now)}
        </Text>
      ))}
    </Box>
  )
}

function EmptyList({ state }: { readonly state: State }): ReactElement {
  if (state.isLoading) return <Text dimColor>reading the store …</Text>
  const words = state.filter
    ? `No stored post matches "${safeLine(state.filter)}". Press / to change the filter.`
    : 'Nothing is stored yet. Leave with q and run: listen scan'
  return <Text>{words}</Text>
}

/** Mark, flag, number, age, feeling, who, text; cut to the screen's width. */
function listLine(post: StoredPost, state: State, now: number): string {
  const marks = `${state.marked.has(post.post) ? '*' : ' '}${post.flags.length > 0 ? '!' : ' '}${post.status === 'closed' ? '✓' : ' '}`
  const age = post.publishedAt === undefined ? '–' : formatAge(now - post.publishedAt)
  const feeling = post.sentiment ? FEELING[post.sentiment.label] : '?'
  const who = padToWidth(
    cutToWidth(safeLine(post.author?.name ?? post.author?.handle ?? 'unknown'), 16),
    16,
  )
  const labels = post.labels.map((label) => `[${label}] `).join('')
  const text = safeLine(post.title === undefined ? post.text : `${post.title} — ${post.text}`)
  const line = `${marks}${padToWidth(String(post.post), 6, 'right')} ${padToWidth(age, 6, 'right')}  ${feeling}  ${who} ${labels}${text}`
  return padToWidth(cutToWidth(line, state.columns), state.columns)
}
