import { FLAG_SIGIL } from '../text/tokens-buffer.ts'
import type { Reading } from './match-reading.ts'

/** The tags of a post and the hashtags in its title and text, without #. */
export function tagsIn(reading: Reading): readonly string[] {
  const own = (reading.post.tags ?? []).map((tag) => tag.replace(/^[#＃]+/, ''))
  return [...own, ...signed(reading, /^[#＃]/)]
}

/** The handles that a post mentions or answers, without @. */
export function handlesIn(reading: Reading): readonly string[] {
  const own = (reading.post.to ?? []).map((handle) => handle.replace(/^@/, ''))
  return [...own, ...signed(reading, /^[@＠]/)]
}

/** Words behind a sign, as written. */
function signed({ tokens }: Reading, sign: RegExp): readonly string[] {
  const found: string[] = []
  for (let token = 0; token < tokens.count; token += 1) {
    if (((tokens.flags[token] ?? 0) & FLAG_SIGIL) === 0) continue
    const written = tokens.textOf(token).slice(tokens.starts[token], tokens.ends[token])
    if (sign.test(written)) found.push(written.slice(1))
  }
  return found
}
