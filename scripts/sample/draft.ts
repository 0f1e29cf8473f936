import type { IntentName, SentimentLabel } from '../../src/model/mention.ts'

export type Company = 'acme' | 'globex' | 'initech'

/** A post being made, with what is true of it. */
export interface Draft {
  readonly place: string
  /** Seconds before the end, zero or negative. */
  readonly at: number
  /** A handle, or US, GLOBEX, INITECH. */
  readonly who: string
  readonly name?: string
  readonly title?: string
  readonly text: string
  readonly lang: string
  readonly intent?: IntentName
  readonly feeling: SentimentLabel
  readonly about: readonly Company[]
  readonly story: string
  readonly parent?: Draft
  readonly root?: Draft
  readonly link?: string
  readonly likes?: number
  readonly tags?: readonly string[]
  readonly rating?: number
  readonly cluster?: string
  /** How the thread that it opens ended; set when the thread has been written. */
  outcome?: string
  /** Edited text that becomes visible at the second scan. */
  readonly edit?: string
  readonly kind: 'post' | 'comment' | 'article' | 'review'
}

export const DAY = 86_400

/** Which companies a text speaks of, by their names. */
export function companiesIn(text: string): Company[] {
  return (['acme', 'globex', 'initech'] as const).filter((name) =>
    new RegExp(`\\b${name}`, 'i').test(text),
  )
}
