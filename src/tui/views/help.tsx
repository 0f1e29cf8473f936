import { Box, Text } from 'ink'
import type { ReactElement } from 'react'
import { padToWidth } from '../../format/width.ts'
import { KEYMAP } from '../keymap.ts'

/** Every key, drawn from the one table. */
export function HelpView({ rows }: { readonly rows: number }): ReactElement {
  return (
    <Box flexDirection="column">
      {KEYMAP.slice(0, rows - 3).map((binding) => (
        <Text key={binding.action} wrap="truncate">
          {padToWidth(`  ${binding.keys.join(' or ')}`, 22)}
          {binding.help}
        </Text>
      ))}
    </Box>
  )
}
