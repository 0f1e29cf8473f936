import { describe, expect, it } from 'vitest'
import { analyser, intentsOf } from './analyser.ts'

describe('intents', () => {
  it.each([
    ['still waiting for my refund, third time I write', 'complaint'],
    ['my internet is down again and nobody answers the phone', 'complaint'],
    ['Does anyone know if the new phone supports dual sim?', 'question'],
    ['How do I reset my password?', 'question'],
    ['Thank you so much, great customer service!', 'praise'],
    ['Please add a dark mode, it would be great if it followed the system', 'request'],
    ['App crashes when I open the settings since the update', 'bug'],
    ['I want to buy the new Acme phone, where can I buy it?', 'purchase'],
    ['That is it, I am switching to Globex and cancel my contract', 'churn'],
    ['The charger caught fire, I will call my lawyer', 'safety-legal'],
    ['Retweet to win a free phone! Click the link in bio', 'spam'],
    ['Acme announces quarterly earnings, shares of Acme rise', 'news'],
    ['Llevo esperando dos semanas, nadie responde', 'complaint'],
    ['Toujours pas de réponse du service client', 'complaint'],
    ['Seit Tagen kein Internet, keine Antwort vom Support', 'complaint'],
    ['Kann man die App auch auf dem Tablet nutzen?', 'question'],
    ['Nessuno risponde, pessimo servizio', 'complaint'],
    ['Alguém sabe quando vai chegar a atualização?', 'question'],
    ['Ich möchte meinen Vertrag kündigen', 'churn'],
  ])('%s has the intent %s', (text, intent) => {
    expect(intentsOf(text)).toContain(intent)
  })

  it.each([
    ['no complaints so far', 'complaint'],
    ['Great service, thank you!', 'complaint'],
    ['The meeting is at 10 tomorrow', 'question'],
    ['The meeting is at 10 tomorrow', 'purchase'],
    ['no problem', 'bug'],
    ['Thanks for nothing @acme', 'praise'],
  ])('%s has not the intent %s', (text, intent) => {
    expect(intentsOf(text)).not.toContain(intent)
  })

  it('several stand together, surest first', () => {
    const { intents } = analyser.analyze(
      'App crashes since the update, please fix. Can anyone help?',
    )
    expect(intents.length).toBeGreaterThan(1)
    const confidences = intents.map(({ confidence }) => confidence)
    expect(confidences).toEqual([...confidences].sort((a, b) => b - a))
  })

  it.each([
    ['No internet again, the network is down for hours', 'outage'],
    ['Another price increase, way too expensive, greedy', 'price'],
    ['My parcel never arrived, the courier lost it', 'delivery'],
    ['You charged my credit card twice, I want a refund on this bill', 'billing'],
    ['Customer service was rude and your agent ignored me', 'service'],
    ['The screen broke after two days, poor quality', 'quality'],
  ])('%s is a complaint about %s', (text, reason) => {
    const found = analyser.analyze(text)
    expect(found.reason).toBe(reason)
    expect(found.severity).toBeGreaterThan(0)
  })

  it('danger and repetition weigh more than a shrug', () => {
    const mild = analyser.analyze('the app is a bit slow and annoying').severity ?? 0
    const grave =
      analyser.analyze('third time the charger caught fire, it is dangerous').severity ?? 0
    expect(grave).toBeGreaterThan(mild)
  })

  it('posts without trouble carry neither severity nor reason', () => {
    const found = analyser.analyze('I love my new phone')
    expect(found.severity).toBeUndefined()
    expect(found.reason).toBeUndefined()
  })

  it('names what it suspects and does not say, for people who must not be overlooked', () => {
    const texts = [
      'the delivery took a while and the box looked odd',
      'I paid for this and it does nothing',
      'thinking about leaving Acme',
    ]
    const found = texts.flatMap((text) => analyser.analyze(text).unsure ?? [])
    expect(found.length).toBeGreaterThan(0)
    for (const { name, confidence } of found) {
      expect(['complaint', 'question', 'churn', 'safety-legal']).toContain(name)
      expect(confidence).toBeLessThan(0.5)
    }
  })

  it.each([
    [
      'Please bring back the calendar view, I would give five stars. Great app otherwise',
      'request',
    ],
    [
      'How to load weights from a checkpoint? I am trying to use my own data and wonder if this is possible. ```model.load()```',
      'question',
    ],
    [
      'Crash on start. ### Repro steps open the app ### Expected behaviour it opens ### Version 4.27.1 ### Error message TypeError: undefined',
      'bug',
    ],
  ])('reviews and reports are read by heads of their own: %s', (text, intent) => {
    expect(intentsOf(text)).toContain(intent)
  })

  it.each([
    'Watching the game tonight with a new update on the score',
    'Sunset in Lisbon was beautiful, 10 out of 10',
    'Could not love this song more',
  ])('an ordinary post is neither wish nor bug: %s', (text) => {
    expect(intentsOf(text)).not.toContain('request')
    expect(intentsOf(text)).not.toContain('bug')
  })

  it('reads the title with the text', () => {
    expect(intentsOf('See the log below.', 'App crashes when saving, error message')).toContain(
      'bug',
    )
  })
})
