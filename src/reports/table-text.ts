import { type CellValue, formatCell, type TableBlock, type TableColumn } from './document.ts'

export interface TextColumn {
  readonly key: string
  readonly title: string
  readonly align: 'left' | 'right'
  readonly text: (row: readonly CellValue[]) => string
  readonly isLink: boolean
}

/** The columns of a table as people read them: a value and the two ends of its interval are one, "42 % (38 to 47)". */
export function textColumns({ columns }: TableBlock): readonly TextColumn[] {
  return columns.flatMap((column, index): readonly TextColumn[] => {
    if (isEndOf(column, columns[index - 1], '_low') || isEndOf(column, columns[index - 2], '_high'))
      return []
    const hasEnds =
      isEndOf(columns[index + 1], column, '_low') && isEndOf(columns[index + 2], column, '_high')
    const text = (row: readonly CellValue[]) => {
      const own = formatCell(row[index] ?? null, column.as)
      const low = row[index + 1] ?? null
      const high = row[index + 2] ?? null
      if (!hasEnds || low === null || high === null) return own
      return `${own} (${withoutUnit(low, column.as)} to ${withoutUnit(high, column.as)})`
    }
    const { name: key, title, align = 'left' } = column
    return [{ key, title, align, text, isLink: column.as === 'link' }]
  })
}

function isEndOf(
  end: TableColumn | undefined,
  column: TableColumn | undefined,
  ending: '_low' | '_high',
): boolean {
  return column !== undefined && end?.name === `${column.name}${ending}`
}

function withoutUnit(value: CellValue, as: TableColumn['as']): string {
  return formatCell(value, as).replace(/ %$/, '')
}
