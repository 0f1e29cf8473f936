/** The content of one element, not yet understood. */
export interface Captured {
  /** Text with its references decoded, or the source between the tags when elements stood in it. */
  readonly value: string
  readonly markup: boolean
  readonly attributes: ReadonlyMap<string, string>
  /** What relative links in it are relative to. */
  base: string | undefined
}

/** What was read of an item or feed: captured elements by name, in order. */
export class Draft {
  readonly lang: string | undefined
  readonly about: string | undefined
  /** An entry of Atom, in which links have relations and fields have types. */
  readonly isEntry: boolean
  private readonly fields = new Map<string, Captured[]>()
  private readonly maxValues: number

  constructor(
    about: string | undefined,
    lang: string | undefined,
    maxValues: number,
    isEntry = false,
  ) {
    this.isEntry = isEntry
    this.about = about
    this.lang = lang
    this.maxValues = maxValues
  }

  keep(name: string, captured: Captured): void {
    const list = this.fields.get(name)
    if (list === undefined) this.fields.set(name, [captured])
    else if (list.length < this.maxValues) list.push(captured)
  }

  /** Names the base of what stands under no xml:base. */
  assumeBase(base: string | undefined): void {
    for (const list of this.fields.values()) for (const each of list) each.base ??= base
  }

  all(name: string): readonly Captured[] {
    return this.fields.get(name) ?? []
  }

  /** The first element of that name that holds anything. */
  first(name: string): Captured | undefined {
    return this.fields.get(name)?.find((each) => each.value.trim() !== '')
  }

  /** The text of the first of these elements that holds anything. */
  text(...names: readonly string[]): string | undefined {
    for (const name of names) {
      const found = this.first(name)
      if (found !== undefined) return found.value.trim()
    }
    return undefined
  }
}
