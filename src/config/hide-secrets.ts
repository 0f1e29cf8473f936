/** Shorter values are words of everyday text: to remove them would garble more than it hides. */
const SHORTEST = 4
/** So many first characters of a long secret give it away: a message may have been cut in the middle of it. */
const TELLING = 8
const MARK = '[secret]'

/**
 * The text without the secrets: as they are, as JSON, an address or a Basic login spell them, and cut short at their
 * end. What a server answers may hold whatever we sent it.
 */
export function hideSecrets(text: string, secrets: readonly string[]): string {
  let clean = text
  for (const secret of secrets) {
    if (secret.length < SHORTEST) continue
    for (const spelling of spellings(secret)) clean = hideOne(clean, spelling)
  }
  return clean
}

function spellings(secret: string): ReadonlySet<string> {
  return new Set([
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret.toWellFormed()),
    Buffer.from(secret, 'utf8').toString('base64').replace(/=+$/, ''),
  ])
}

/** Replaces every place where the secret, or its telling beginning, stands. */
function hideOne(text: string, secret: string): string {
  const sign = secret.length >= 2 * TELLING ? secret.slice(0, TELLING) : secret
  const parts: string[] = []
  let from = 0
  for (let at = text.indexOf(sign); at >= 0; at = text.indexOf(sign, from)) {
    let end = at + sign.length
    while (end < text.length && text[end] === secret[end - at]) end++
    parts.push(text.slice(from, at), MARK)
    from = end
  }
  return from === 0 ? text : parts.join('') + text.slice(from)
}
