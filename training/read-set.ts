import { readFileSync } from 'node:fs'

/** One labelled row; the columns beyond id, text, label and split differ from set to set. */
export type Row = Readonly<Record<string, string>> & {
  readonly id: string
  readonly text: string
  readonly label: string
  readonly split: string
}

/** Reads a set in the README's format: tab-separated, first line the names, no quoting. */
export function readSet(path: string): readonly Row[] {
  const [head = '', ...lines] = readFileSync(path, 'utf8').split('\n')
  const names = head.split('\t')
  return lines
    .filter((line) => line !== '')
    .map((line) => {
      const cells = line.split('\t')
      return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? ''])) as unknown as Row
    })
}
