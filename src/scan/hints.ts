import type { ChannelRef, Store } from '../store/store.ts'
import type { ChannelResult } from './scan.ts'

const NAME = 'hints'

type Kept = Readonly<Record<string, number>>

/** How often publishers say that they have news, for channels without `every:`. */
export interface Hints {
  /** Milliseconds between two visits; undefined where the publisher says nothing. */
  readonly of: (channel: ChannelRef) => number | undefined
  readonly keep: (results: readonly ChannelResult[]) => Promise<void>
}

/** The hints that earlier scans were given. A channel that was read in full and gives none has none any more. */
export async function openHints(store: Pick<Store, 'getValue' | 'changeValue'>): Promise<Hints> {
  const kept = ((await store.getValue(NAME)) as Kept | undefined) ?? {}
  return {
    of: (channel) => {
      const seconds = kept[keyOf(channel)]
      return seconds === undefined ? undefined : seconds * 1000
    },
    keep: async (results) => {
      const read = results.filter(({ outcome }) => outcome === 'read')
      const isNew = ({ ref, hintSeconds }: ChannelResult) => kept[keyOf(ref)] !== hintSeconds
      if (!read.some(isNew)) return
      await store.changeValue<Kept>(NAME, (known) => withHints(known ?? {}, read))
    },
  }
}

function withHints(known: Kept, read: readonly ChannelResult[]): Kept {
  const next: Record<string, number> = { ...known }
  for (const { ref, hintSeconds } of read) {
    if (hintSeconds === undefined) delete next[keyOf(ref)]
    else next[keyOf(ref)] = hintSeconds
  }
  return next
}

function keyOf({ platform, key }: ChannelRef): string {
  return `${platform} ${key}`
}
