import { shareOfVoice as measureShares, type Voice } from '../metrics/share-of-voice.ts'
import type { FacetCount } from '../store/store.ts'
import { numberColumn, textColumn } from './columns.ts'
import type { Block, CellValue, TableBlock } from './document.ts'
import type { BasicRequest, Report } from './report.ts'
import { buildDocument, previousPeriod, rolesOf, searchIn } from './scope.ts'

export const shareOfVoice: Report<BasicRequest> = {
  name: 'share-of-voice',
  summary: 'our part of what is said about us and competitors, by posts, people and clusters',
  build: async (request) => {
    const roles = rolesOf(request)
    const isRival = ({ key }: FacetCount) =>
      roles.get(key) === 'brand' || roles.get(key) === 'competitor'
    const read = async (period = request.period) =>
      (
        await request.store.facets('query', { ...searchIn(request, period), side: 'theirs' })
      ).filter(isRival)
    const now = await read()
    const before = await read(previousPeriod(request.period))
    const shares = MEASURES.map((measure) => ({ measure, voices: voicesOf(now, measure) }))
    const earlier = new Map(voicesOf(before, 'posts').map((voice) => [voice.brand, voice.share]))
    return buildDocument(request, 'share-of-voice', 'Share of voice', [
      { kind: 'text', text: sentence(shares[0]?.voices ?? [], roles) },
      ...shares.map(({ measure, voices }) => table(measure, voices, earlier)),
      bars(shares[0]?.voices ?? []),
      {
        kind: 'text',
        text: 'A post that names two counts once for each. Intervals are 95 % (Wilson). Without copies: syndicated and reposted texts count once. The shares compare only where the queries search the same sources with similar precision; see listen report queries.',
      },
    ])
  },
}

const MEASURES = ['posts', 'people', 'clusters'] as const
type Measure = (typeof MEASURES)[number]
const TITLES: Readonly<Record<Measure, string>> = {
  posts: 'By posts',
  people: 'By people',
  clusters: 'By posts without copies',
}

function voicesOf(counts: readonly FacetCount[], measure: Measure): readonly Voice[] {
  return measureShares(counts.map((count) => ({ brand: count.key, count: count[measure] })))
}

function sentence(voices: readonly Voice[], roles: ReadonlyMap<string, string>): string {
  const ours = voices.filter(({ brand }) => roles.get(brand) === 'brand')
  const share = ours.reduce((sum, voice) => sum + voice.share, 0)
  if (voices.length < 2) return 'A share needs at least two queries of brand and competitors.'
  return `We are ${Math.round(share * 100)} % of what is said about the ${voices.length} names.`
}

function table(
  measure: Measure,
  voices: readonly Voice[],
  earlier: ReadonlyMap<string, number>,
): TableBlock {
  const isPosts = measure === 'posts'
  return {
    kind: 'table',
    name: `shares_${measure}`,
    title: TITLES[measure],
    columns: [
      textColumn('query'),
      numberColumn('count', measure === 'people' ? 'people' : 'posts'),
      numberColumn('share', 'share', 'percent'),
      numberColumn('share_low', 'from', 'percent'),
      numberColumn('share_high', 'to', 'percent'),
      ...(isPosts ? [numberColumn('before', 'before', 'percent')] : []),
    ],
    rows: voices.map((voice): readonly CellValue[] => [
      voice.brand,
      voice.count,
      voice.share,
      voice.low,
      voice.high,
      ...(isPosts ? [earlier.get(voice.brand) ?? null] : []),
    ]),
    empty: 'Nobody was named in this period.',
    more: 'listen search query:NAME --side theirs',
  }
}

function bars(voices: readonly Voice[]): Block {
  return {
    kind: 'chart',
    form: 'bars',
    name: 'share_of_voice',
    data: {
      title: 'Share of voice by posts',
      unit: 'share of mentions',
      most: 1,
      bars: voices.map(({ brand, share, low, high, count }) => ({
        label: brand,
        value: share,
        low,
        high,
        text: `${Math.round(share * 100)} % (${count})`,
      })),
    },
  }
}
