import { AppError } from '../errors.ts'
import type { Tree } from '../query/tree.ts'
import type { Narrowing } from './candidates.ts'
import type { SearchRequest, StoredPost } from './store.ts'

/** Says whether a candidate matches; for what the index alone cannot decide. */
export type Verify = (post: StoredPost) => boolean

export interface NarrowedRequest {
  readonly narrowing: Narrowing
  readonly verify?: Verify
}

export async function narrowRequest(tree: Tree, _request: SearchRequest): Promise<NarrowedRequest> {
  if (tree.type === 'all') return { narrowing: { where: [], values: [] } }
  throw new AppError('expressions cannot be searched yet')
}
