import { describe, expect, it } from 'vitest'
import { hideSecrets } from '../../src/config/hide-secrets.ts'

const SECRET = 'top"secret\\token 0001'

describe('secrets in what a server says', () => {
  it.each([
    ['as it is', `bad token ${SECRET}!`],
    ['in JSON', JSON.stringify({ authorization: `Bearer ${SECRET}` })],
    ['in an address', `https://x.example/?token=${encodeURIComponent(SECRET)}&a=b`],
    ['in a Basic login of its own', `Basic ${Buffer.from(SECRET).toString('base64')}`],
    ['cut short', `it says: Bearer ${SECRET.slice(0, 12)} (status 401)`],
    ['twice', `${SECRET} and ${SECRET}`],
  ])('%s', (_how, text) => {
    const clean = hideSecrets(text, ['other-secret', SECRET])
    expect(clean).toContain('[secret]')
    for (const part of ['top"secret', 'top\\"secret', 'token 0001', 'top%22', 'dG9wInNlY3'])
      expect(clean).not.toContain(part)
  })

  it('what stands around a secret stays', () => {
    expect(hideSecrets(`a ${SECRET} b`, [SECRET])).toBe('a [secret] b')
    expect(hideSecrets('nothing to hide', [SECRET])).toBe('nothing to hide')
  })

  it('a value of three characters is a word like others', () => {
    expect(hideSecrets('the cat', ['the', ''])).toBe('the cat')
  })

  it('the beginning of a short secret is a word like others', () => {
    expect(hideSecrets('abcdefgh', ['abcdefghi'])).toBe('abcdefgh')
  })
})
