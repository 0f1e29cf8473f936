import type { SearchCapabilities } from '../model/search-capabilities.ts'
import { fitRequests } from './push-down-fit.ts'
import { planNode } from './push-down-plan.ts'
import { isExpressed } from './push-down-residue.ts'
import type { NativeRequest } from './push-down-types.ts'
import type { Tree } from './tree.ts'

export type { NativeGroup, NativeRequest, NativeTerm } from './push-down-types.ts'

export interface PushedDown {
  /**
   * What to ask the source: every post that the query matches is found by at least one of them, provided that the
   * source finds a post by each of its words. Empty where no word must be in a post: everything has to be read.
   */
  readonly requests: readonly NativeRequest[]
  /** The parts of the query that the requests do not express; checked here, post for post. */
  readonly residue: readonly Tree[]
}

/** The narrowest requests that a source can take and that are never narrower than the query. */
export function pushDown(tree: Tree, capabilities: SearchCapabilities): PushedDown {
  const planned = planNode(tree)
  const isOpen = planned.some((request) => request.all.length === 0)
  const requests = isOpen ? [] : fitRequests(planned, capabilities)
  const parts = tree.type === 'and' ? tree.items : [tree]
  return { requests, residue: parts.filter((part) => !isExpressed(part, requests)) }
}
