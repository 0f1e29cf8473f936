import { Box, Text } from 'ink'
import { type ReactElement, useEffect, useState } from 'react'
import { footLine, messageLine, tabsLine } from './frame.ts'
import type { Keymap } from './keymap.ts'
import { type Line, paintLine } from './lines.ts'
import type { State } from './state.ts'
import type { Theme } from './theme.ts'

/** Tells the screen that there is a new state. */
export interface StateSource {
  readonly state: State
  subscribe(listener: () => void): () => void
}

/**
 * The head and the foot of the screen. The body between them is drawn by the list painter: laying out each of its cells
 * costs more than a key may take.
 */
export function App({
  source,
  theme,
  keymap,
}: {
  readonly source: StateSource
  readonly theme: Theme
  readonly keymap: Keymap
}): ReactElement {
  const [, setCount] = useState(0)
  useEffect(() => source.subscribe(() => setCount((count) => count + 1)), [source])
  const { state } = source
  return (
    <Box flexDirection="column" width={state.columns}>
      <Chrome line={tabsLine(state)} state={state} theme={theme} isBar />
      <Chrome line={messageLine(state)} state={state} theme={theme} />
      <Chrome line={footLine(state, keymap)} state={state} theme={theme} />
    </Box>
  )
}

function Chrome(props: {
  readonly line: Line
  readonly state: State
  readonly theme: Theme
  readonly isBar?: boolean
}): ReactElement {
  const { line, state, theme, isBar } = props
  return (
    <Text wrap="truncate">{paintLine(line, state.columns, theme, isBar ? 'bar' : undefined)}</Text>
  )
}
