import type { Instant } from '../model/post.ts'
import type { Store } from '../store/store.ts'

const NAME = 'rests'

type Kept = Readonly<Record<string, Instant>>

/** Until when services want to be left alone, kept from one run to the next. */
export interface KeptRests {
  readonly rests: Kept
  readonly onRest: (key: string, until: Instant) => void
  /** Resolves when all that was told is on the disk. */
  readonly kept: () => Promise<void>
}

/** The rests of earlier runs; what this one is told is added at once, since it may be killed. */
export async function openRests(
  store: Pick<Store, 'getValue' | 'changeValue'>,
  now: () => Instant,
): Promise<KeptRests> {
  let saving: Promise<unknown> = Promise.resolve()
  return {
    rests: ((await store.getValue(NAME)) as Kept | undefined) ?? {},
    onRest: (key, until) => {
      const save = () =>
        store.changeValue<Kept>(NAME, (known) => ({
          ...stillTrue(known ?? {}, now()),
          [key]: until,
        }))
      // A store that cannot write says so at the next page; a rest is no reason to end the request under way.
      saving = saving.then(save).catch(() => {})
    },
    kept: async () => {
      await saving
    },
  }
}

function stillTrue(known: Kept, now: Instant): Kept {
  return Object.fromEntries(Object.entries(known).filter(([, until]) => until > now))
}
