import type { IntentName } from '../model/mention.ts'
import type { Database } from './database.ts'
import {
  feelingOf,
  intentCode,
  intentsOf,
  isCorrected,
  labelOf,
  type Matches,
  type Place,
  type PostColumns,
} from './rollup-columns.ts'
import { readPosts } from './rollup-reading.ts'
import { findMatching } from './search.ts'
import type { Period, SearchRequest, Voice, VoiceMention } from './store.ts'

/** What others said, without the words: oldest first, from roll-ups where a period is all that is asked for. */
export async function listVoices(db: Database, request: SearchRequest): Promise<readonly Voice[]> {
  const matching = await findMatching(db, request)
  return db.read(() => {
    const { chunks, period } = readPosts(db, request, matching)
    const names = new Map(db.sql('SELECT id, name FROM queries').raw().all() as [number, string][])
    const voices: Voice[] = []
    const intents = intentReader()
    for (const chunk of chunks) addVoices(voices, chunk, period, names, intents)
    return voices
  })
}

function addVoices(
  voices: Voice[],
  chunk: PostColumns,
  period: Period | undefined,
  names: ReadonlyMap<number, string>,
  intents: (traits: number) => readonly IntentName[],
): void {
  const { base, places, placeOf, matchOf, numbers, authors, clusters, traits } = chunk
  const mentions = chunk.matches.map((matches) => toMentions(matches, names))
  for (let at = 0; at < chunk.count; at++) {
    const instant = base + (chunk.offsets[at] as number)
    if (period !== undefined && (instant < period.from || instant >= period.to)) continue
    const [source, platform, , side] = places[placeOf[at] as number] as Place
    if (side !== 'theirs') continue
    const trait = traits[at] as number
    const number = numbers[at] as number
    voices.push({
      post: number,
      at: instant,
      source,
      platform,
      person: (authors[at] as number) || -number,
      cluster: (clusters[at] as number) || number,
      sentiment: labelOf(feelingOf(trait)),
      corrected: isCorrected(trait),
      mentions: mentions[matchOf[at] as number] as readonly VoiceMention[],
      intents: intents(trait),
    })
  }
}

/** Posts with the same intents share one list. */
function intentReader(): (traits: number) => readonly IntentName[] {
  const lists = new Map<number, readonly IntentName[]>()
  return (traits) => {
    const code = intentCode(traits)
    let list = lists.get(code)
    if (list === undefined) {
      list = intentsOf(traits)
      lists.set(code, list)
    }
    return list
  }
}

function toMentions(matches: Matches, names: ReadonlyMap<number, string>): readonly VoiceMention[] {
  return matches.map(([query, version, feeling]) => ({
    query: names.get(query) ?? '',
    version,
    sentiment: labelOf(feeling),
  }))
}

/** How authors are called, by their numbers as voices have them; unknown ones are missing. */
export function listAuthorNames(
  db: Database,
  authors: readonly number[],
): ReadonlyMap<number, string> {
  return new Map(
    db
      .sql(
        'SELECT a.id, coalesce(a.name, a.handle, a.native_id) FROM json_each(?) j CROSS JOIN authors a ON a.id = j.value',
      )
      .raw()
      .all(JSON.stringify(authors)) as [number, string][],
  )
}
