type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
type SetField = (item: unknown, path: readonly string[], value: unknown) => unknown

/** Applies a change to each item of a page. `set` gives a copy with one field replaced. */
export function mapItems(
  body: string,
  at: readonly string[],
  change: (item: unknown, index: number, set: SetField) => unknown,
): string {
  const page = JSON.parse(body) as Json
  return JSON.stringify(
    mapAt(page, at, (items) =>
      (items as unknown[]).map((item, index) => change(item, index, setField)),
    ),
  )
}

/** Adds a field that nobody knows to each object, at every depth. */
export function withExtraFields(body: string): string {
  const widen = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(widen)
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value).map(([key, one]) => [key, widen(one)] as const)
    return { x_unknown: { deep: [1, 'two', null] }, ...Object.fromEntries(entries) }
  }
  return JSON.stringify(widen(JSON.parse(body)))
}

/** The page once for each field of its items: without it, with null, with an object and with a list in its place. */
export function stripItems(body: string, at: readonly string[]): { name: string; body: string }[] {
  const paths = new Set<string>()
  mapItems(body, at, (item) => {
    for (const path of pathsOf(item)) paths.add(JSON.stringify(path))
    return item
  })
  return [...paths].flatMap((text) => {
    const path = JSON.parse(text) as string[]
    return [undefined, null, { x: 1 }, '', -1].map((value) => ({
      name: `${path.join('.')} = ${JSON.stringify(value)}`,
      body: mapItems(body, at, (item, _index, set) => set(item, path, value)),
    }))
  })
}

function pathsOf(value: unknown, depth = 0): string[][] {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth > 1) return []
  return Object.entries(value).flatMap(([key, one]) => [
    [key],
    ...pathsOf(one, depth + 1).map((rest) => [key, ...rest]),
  ])
}

function mapAt(
  value: unknown,
  path: readonly string[],
  change: (value: unknown) => unknown,
): unknown {
  const [key, ...rest] = path
  if (key === undefined) return change(value)
  const object = value as Record<string, unknown>
  return { ...object, [key]: mapAt(object[key], rest, change) }
}

function setField(item: unknown, path: readonly string[], value: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (typeof item !== 'object' || item === null) return item
  const object = item as Record<string, unknown>
  return { ...object, [key]: setField(object[key], rest, value) }
}
