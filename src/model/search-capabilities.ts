/** How much of a query a native search can express; see query/push-down.ts. */
export interface SearchCapabilities {
  readonly phrase: boolean
  readonly or: boolean
  readonly and: boolean
  readonly not: boolean
  readonly maxLength?: number
  readonly maxTerms?: number
}
