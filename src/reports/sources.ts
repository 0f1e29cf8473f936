import { createZoneClock } from '../format/time.ts'
import { numberColumn, textColumn } from './columns.ts'
import type { TableBlock } from './document.ts'
import type { BasicRequest, Report } from './report.ts'
import { buildDocument, previousPeriod, searchIn } from './scope.ts'

export const sources: Report<BasicRequest> = {
  name: 'sources',
  summary: 'where mentions come from, and which channels were failed, limited or silent',
  build: async (request) => {
    const { store, settings } = request
    const counts = await store.facets('source', searchIn(request, request.period))
    const before = new Map(
      (await store.facets('source', searchIn(request, previousPeriod(request.period)))).map(
        ({ key, posts }) => [key, posts],
      ),
    )
    const known = new Map(counts.map((count) => [count.key, count]))
    const names = [
      ...new Set([...counts.map(({ key }) => key), ...settings.sources.map(({ name }) => name)]),
    ]
    const silent = names.filter((name) => !known.has(name))
    const total = counts.reduce((sum, { posts }) => sum + posts, 0)
    return buildDocument(request, 'sources', 'Sources', [
      {
        kind: 'text',
        text: `${total} mentions from ${counts.length} sources${silent.length > 0 ? `; nothing from ${silent.join(', ')}` : ''}.`,
      },
      {
        kind: 'table',
        name: 'sources',
        title: 'By source',
        columns: [
          textColumn('source'),
          numberColumn('posts'),
          numberColumn('before'),
          numberColumn('people'),
          numberColumn('clusters', 'without copies'),
          numberColumn('negative'),
          numberColumn('positive'),
        ],
        rows: names.map((name) => {
          const count = known.get(name)
          return [
            name,
            count?.posts ?? 0,
            before.get(name) ?? 0,
            count?.people ?? 0,
            count?.clusters ?? 0,
            count?.negative ?? 0,
            count?.positive ?? 0,
          ]
        }),
        empty: 'No source is configured; run: listen init',
        more: 'listen search source:NAME',
      },
      {
        kind: 'chart',
        form: 'bars',
        name: 'mix',
        data: {
          title: 'Source mix',
          unit: 'posts',
          bars: counts.slice(0, 12).map(({ key, posts }) => ({ label: key, value: posts })),
        },
      },
      await channelTable(request),
    ])
  },
}

async function channelTable({ store, zone }: BasicRequest): Promise<TableBlock> {
  const { minute } = createZoneClock(zone)
  const channels = (await store.channels()).toSorted((a, b) =>
    `${a.source} ${a.label}` < `${b.source} ${b.label}` ? -1 : 1,
  )
  return {
    kind: 'table',
    name: 'channels',
    title: 'Health of the channels',
    columns: [
      textColumn('source'),
      textColumn('channel'),
      textColumn('last', 'last read'),
      numberColumn('failures', 'failed in a row'),
      textColumn('state'),
    ],
    rows: channels.map((channel) => [
      channel.source,
      channel.label,
      channel.lastSuccessAt === undefined ? null : minute(channel.lastSuccessAt),
      channel.failures,
      channel.error ?? channel.notice ?? 'ok',
    ]),
    empty: 'No channel has been read yet; run: listen scan',
    more: 'listen sources',
  }
}
