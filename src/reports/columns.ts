import type { Rate } from '../metrics/intervals.ts'
import type { CellValue, TableColumn } from './document.ts'

/** Short forms for the columns of tables. */
export function textColumn(name: string, title = name): TableColumn {
  return { name, title }
}

export function numberColumn(
  name: string,
  title = name,
  as: NonNullable<TableColumn['as']> = 'count',
): TableColumn {
  return { name, title, align: 'right', as }
}

/** The number of a post, as it is typed: without marks between thousands. */
export function postColumn(name = 'post'): TableColumn {
  return { name, title: name, align: 'right' }
}

/** An address: a link where the format has links. */
export function linkColumn(name: string, title = name): TableColumn {
  return { name, title, as: 'link' }
}

/** A share with the ends of its interval: three columns that belong together. */
export function rateColumns(name: string, title: string): readonly TableColumn[] {
  return [
    numberColumn(name, title, 'percent'),
    numberColumn(`${name}_low`, 'from', 'percent'),
    numberColumn(`${name}_high`, 'to', 'percent'),
  ]
}

export function rateCells(rate: Rate | undefined): readonly [CellValue, CellValue, CellValue] {
  return rate === undefined ? [null, null, null] : [rate.rate, rate.low, rate.high]
}
