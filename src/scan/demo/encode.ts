/** What windows-1252 puts at 0x80 to 0x9f, as far as texts need it. */
const WINDOWS_1252: Readonly<Record<string, number>> = {
  '€': 0x80,
  '‚': 0x82,
  '„': 0x84,
  '…': 0x85,
  '‘': 0x91,
  '’': 0x92,
  '“': 0x93,
  '”': 0x94,
  '•': 0x95,
  '–': 0x96,
  '—': 0x97,
  '™': 0x99,
  œ: 0x9c,
  Œ: 0x8c,
}

/** Bytes in the place's encoding; characters that it lacks become numeric references, as in old feeds. */
export function encodeText(text: string, encoding: string): Uint8Array {
  if (encoding === 'utf-8') return new TextEncoder().encode(text)
  const bytes: number[] = []
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    const special = encoding === 'windows-1252' ? WINDOWS_1252[character] : undefined
    if (special !== undefined) bytes.push(special)
    else if (code < 0x80 || (code >= 0xa0 && code < 0x100)) bytes.push(code)
    else bytes.push(...new TextEncoder().encode(`&#${code};`))
  }
  return Uint8Array.from(bytes)
}
