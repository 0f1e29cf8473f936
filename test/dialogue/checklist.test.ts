import { describe, expect, it } from 'vitest'
import { checkReply } from '../../src/dialogue/checklist.ts'

const COMPLAINT = 'The CSV export is broken since the update, I lost two hours of work!'

function check(text: string, theirText = COMPLAINT, hasPromise = false) {
  const items = checkReply({ text, theirText, theirIntents: ['complaint'], hasPromise })
  return Object.fromEntries(items.map((item) => [item.name, item.ok]))
}

describe('the checklist', () => {
  it('is content with an answer that has all of it', () => {
    const text =
      'Sorry that the export cost you two hours. I have found the bug, version 2.1.1 fixes it: https://acme.example/dl – Ann'
    expect(Object.values(check(text))).toEqual([true, true, true, true, true, true])
  })

  it('is content with nothing in a canned answer', () => {
    const text =
      'Thank you for reaching out. We apologise for any inconvenience. As stated, the matter is known.'
    expect(Object.values(check(text))).toEqual([false, false, false, false, false, false])
  })

  it.each([
    ['names-the-problem', 'The exports work again – Ann', true],
    ['names-the-problem', 'This is fixed – Ann', false],
    ['says-sorry', 'Sorry about the export', true],
    ['says-sorry', 'Das tut uns leid', true],
    ['says-sorry', "We're sorry you feel that way", false],
    ['says-sorry', 'Thanks for telling us', false],
    ['offers-something', 'Try the new version', true],
    ['offers-something', 'Which version do you use?', true],
    ['offers-something', 'We know', false],
    ['signed-by-a-person', 'It works again. – Ann', true],
    ['signed-by-a-person', 'It works again. ^Bo', true],
    ['signed-by-a-person', 'It works again.\nAnn from Acme', true],
    ['signed-by-a-person', "I'm Ann and I look after exports.", true],
    ['signed-by-a-person', 'It works again.', false],
    ['no-blame', 'You should have read the notes', false],
    ['no-blame', 'You should have it by now', false],
    ['no-blame', 'You have it now', true],
    ['no-stock-phrases', 'We take your privacy very seriously', false],
    ['no-stock-phrases', 'We fixed the leak', true],
  ])('%s: %s', (name, text, ok) => {
    expect(check(text)[name]).toBe(ok)
  })

  it('takes a dated promise as an offer', () => {
    expect(check('We know', COMPLAINT, true)['offers-something']).toBe(true)
  })

  it('asks for no apology where nobody complained', () => {
    const items = checkReply({
      text: 'Yes, it runs on Linux – Ann',
      theirText: 'Does it run on Linux?',
      theirIntents: ['question'],
      hasPromise: false,
    })
    expect(items.map((item) => item.name)).not.toContain('says-sorry')
    for (const item of items) expect(item.why).not.toBe('')
  })
})
