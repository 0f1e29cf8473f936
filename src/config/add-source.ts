import { parseDocument } from 'yaml'

/** The text of queries.yaml with one more feed source; comments and order stay. */
export function addFeedSource(
  text: string,
  name: string,
  feeds: readonly { readonly title: string; readonly url: string }[],
): string {
  const document = parseDocument(text)
  const urls = document.createNode(feeds.map(({ url }) => url))
  urls.items.forEach((item, index) => {
    const title = feeds[index]?.title
    if (title)
      (item as { comment?: string | null }).comment =
        ` ${title.replaceAll(/[^\p{L}\p{N}\p{P} ]/gu, ' ').slice(0, 80)}`
  })
  document.setIn(['sources', name], document.createNode({ type: 'feed', urls }))
  return document.toString({ lineWidth: 0 })
}
