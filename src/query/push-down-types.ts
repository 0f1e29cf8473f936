/** A word or a phrase as it is typed into a search box, without quotes. */
export interface NativeTerm {
  readonly words: readonly string[]
}

/** At least one of these. */
export type NativeGroup = readonly NativeTerm[]

/** One question to a source: every group must hold, and nothing of `none`. */
export interface NativeRequest {
  readonly all: readonly NativeGroup[]
  readonly none: readonly NativeTerm[]
}
