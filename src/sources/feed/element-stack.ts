/** The open elements of a document, to a depth; what is deeper is only counted. */
export class ElementStack {
  private readonly names: string[] = []
  /** How often each name is open, so that a stray end tag costs no search. */
  private readonly counts = new Map<string, number>()
  private readonly maxDepth: number
  private beyond = 0

  constructor(maxDepth: number) {
    this.maxDepth = maxDepth
  }

  /** How many elements are told apart. */
  get depth(): number {
    return this.names.length
  }

  /** No more elements are told apart. */
  get full(): boolean {
    return this.names.length >= this.maxDepth
  }

  get top(): string | undefined {
    return this.names[this.names.length - 1]
  }

  get root(): string | undefined {
    return this.names[0]
  }

  push(name: string): void {
    if (this.full) {
      this.beyond++
      return
    }
    this.names.push(name)
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1)
  }

  /** Takes an element off again that was only counted; false when there is none. */
  popBeyond(): boolean {
    if (this.beyond === 0) return false
    this.beyond--
    return true
  }

  /** The place of the innermost open element of that name, or -1. */
  find(name: string): number {
    return this.counts.has(name) ? this.names.lastIndexOf(name) : -1
  }

  /** Takes elements off until `depth` are left. */
  cut(depth: number): void {
    while (this.names.length > depth) {
      const name = this.names.pop() as string
      const count = this.counts.get(name) ?? 1
      if (count > 1) this.counts.set(name, count - 1)
      else this.counts.delete(name)
    }
    this.beyond = 0
  }
}
