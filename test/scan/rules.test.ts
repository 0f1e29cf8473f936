import { describe, expect, it } from 'vitest'
import { createMute } from '../../src/scan/mute.ts'
import { createSides } from '../../src/scan/sides.ts'
import { aPost } from '../store/plain-builders.ts'

describe('sides', () => {
  const { sideOf, isToUs } = createSides(
    { forum: ['@Acme'], mastodon: ['acme@social.example'] },
    { globex: { forum: ['globex_care'] } },
  )
  const by = (author: { id: string; handle?: string }, platform = 'forum') =>
    sideOf(aPost({ id: '1', platform, author }))

  it('knows our account by its id or handle, whatever the case and the @', () => {
    expect(by({ id: 'ACME' })).toBe('ours')
    expect(by({ id: '77', handle: '@acme' })).toBe('ours')
  })

  it('a stranger with our name on another platform stays a stranger', () => {
    expect(by({ id: 'acme' }, 'mastodon')).toBe('theirs')
    expect(by({ id: 'acme@social.example' }, 'mastodon')).toBe('ours')
  })

  it('a display name says nothing about who it is', () => {
    expect(sideOf(aPost({ id: '1', author: { id: 'x', name: 'Acme' } }))).toBe('theirs')
  })

  it('knows competitors, and posts without an author', () => {
    expect(by({ id: 'globex_care' })).toBe('competitor:globex')
    const { author: _author, ...anonymous } = aPost({ id: '1' })
    expect(sideOf(anonymous)).toBe('theirs')
  })

  it('a post speaks to us when it names our account of its platform', () => {
    expect(isToUs(aPost({ id: '1', to: ['@ACME'] }))).toBe(true)
    expect(isToUs(aPost({ id: '1', to: ['globex_care'] }))).toBe(false)
    expect(isToUs(aPost({ id: '1', platform: 'mastodon', to: ['acme'] }))).toBe(false)
  })
})

describe('mute', () => {
  const isMuted = createMute({
    authors: ['@Spammer'],
    sites: ['Spam.example'],
    phrases: ['Win a FREE phone'],
  })

  it('hides authors by id, handle or name', () => {
    expect(isMuted(aPost({ id: '1', author: { id: 'spammer' } }))).toBe(true)
    expect(isMuted(aPost({ id: '1', author: { id: '7', handle: '@SPAMMER' } }))).toBe(true)
    expect(isMuted(aPost({ id: '1', author: { id: '7', name: 'not a spammer' } }))).toBe(false)
  })

  it('hides a site with its hosts below, and no site that only ends alike', () => {
    expect(isMuted(aPost({ id: '1', url: 'https://news.spam.example/a' }))).toBe(true)
    expect(isMuted(aPost({ id: '1', url: 'https://notspam.example/a' }))).toBe(false)
    expect(isMuted(aPost({ id: '1', url: 'no address' }))).toBe(false)
  })

  it('hides phrases in title and text, without regard to case', () => {
    expect(isMuted(aPost({ id: '1', title: 'win a free PHONE now' }))).toBe(true)
    expect(isMuted(aPost({ id: '1', text: 'I want a free phone' }))).toBe(false)
  })

  it('hides nothing without rules', () => {
    expect(createMute({ authors: [], sites: [], phrases: [] })(aPost({ id: '1' }))).toBe(false)
  })
})
