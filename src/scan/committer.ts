import type { PageToSave, SavedPage, Store } from '../store/store.ts'

/** Pages of several channels share one transaction: at most so many posts, or so long a wait. */
const MAX_POSTS = 500
const MAX_WAIT_MS = 50

/** Collects pages and saves them in groups; a page's promise resolves when it is durable. */
export interface Committer {
  add(page: PageToSave): Promise<SavedPage>
  flush(): Promise<void>
}

interface Waiting {
  readonly page: PageToSave
  readonly resolve: (saved: SavedPage) => void
  readonly reject: (error: unknown) => void
}

export function createCommitter(store: Pick<Store, 'savePages'>): Committer {
  let waiting: Waiting[] = []
  let posts = 0
  let timer: NodeJS.Timeout | undefined
  let saving: Promise<void> = Promise.resolve()

  const flush = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    const group = waiting
    waiting = []
    posts = 0
    if (group.length > 0) saving = saving.then(() => saveGroup(store, group))
    return saving
  }
  return {
    add: (page) =>
      new Promise((resolve, reject) => {
        waiting.push({ page, resolve, reject })
        posts += page.posts.length
        if (posts >= MAX_POSTS) void flush()
        else timer ??= setTimeout(flush, MAX_WAIT_MS)
      }),
    flush,
  }
}

/** One transaction for all; when it fails, each page is tried by itself, so that one bad page costs one channel. */
async function saveGroup(
  store: Pick<Store, 'savePages'>,
  group: readonly Waiting[],
): Promise<void> {
  try {
    const saved = await store.savePages(group.map(({ page }) => page))
    group.forEach(({ resolve }, index) => {
      resolve(saved[index] as SavedPage)
    })
  } catch (error) {
    if (group.length === 1) return group[0]?.reject(error)
    for (const waiting of group) await saveGroup(store, [waiting])
  }
}
