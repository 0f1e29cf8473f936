import type { Span, Term, Tree } from './tree.ts'

/** AND within AND and OR within OR become one node; NOT of NOT goes away. Depth is that of the brackets. */
export function flatten(tree: Tree): Tree {
  switch (tree.type) {
    case 'and':
    case 'or': {
      const items: Tree[] = []
      gather(tree.type, tree.items, items)
      return { ...tree, items }
    }
    case 'not': {
      const item = flatten(tree.item)
      return item.type === 'not' ? item.item : { ...tree, item }
    }
    case 'scope':
    case 'count':
      return { ...tree, item: flatten(tree.item) }
    case 'near':
    case 'sentence':
      return flattenChain(tree)
    default:
      return tree
  }
}

function gather(type: 'and' | 'or', items: readonly Tree[], into: Tree[]): void {
  for (const item of items) {
    const flat = item.type === type ? item : flatten(item)
    if (flat.type === type) gather(type, flat.items, into)
    else into.push(flat)
  }
}

function flattenChain(tree: Extract<Tree, { type: 'near' | 'sentence' }>): Tree {
  return { ...tree, left: flatten(tree.left), right: flatten(tree.right) }
}

/** A copy in which every node has the given place. */
export function respan(tree: Tree, span: Span): Tree {
  switch (tree.type) {
    case 'and':
    case 'or':
      return { ...tree, items: tree.items.map((item) => respan(item, span)), span }
    case 'not':
    case 'scope':
    case 'count':
      return { ...tree, item: respan(tree.item, span), span }
    case 'near':
    case 'sentence':
      return { ...tree, left: respan(tree.left, span), right: respan(tree.right, span), span }
    default:
      return { ...tree, span }
  }
}

/** Calls `visit` for every field with the text of its value. */
export function walkFields(
  tree: Tree,
  visit: (field: string, value: string | undefined) => void,
): void {
  if (tree.type === 'field')
    visit(tree.field, tree.value.form === 'text' ? tree.value.text : undefined)
  else for (const child of childrenOf(tree)) walkFields(child, visit)
}

/** The nodes right below a node. */
export function childrenOf(tree: Tree): readonly Tree[] {
  switch (tree.type) {
    case 'and':
    case 'or':
      return tree.items
    case 'not':
    case 'scope':
    case 'count':
      return [tree.item]
    case 'near':
    case 'sentence':
      return [tree.left, tree.right]
    default:
      return []
  }
}

export function leaf(term: Term, span: Span): Tree {
  return { type: 'term', term, span }
}
