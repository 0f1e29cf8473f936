import { describe, expect, it } from 'vitest'
import { createAnalyzer } from '../../src/analysis/analyze.ts'
import { leanOnIntents } from '../../src/analysis/mood.ts'
import { analyser, labelOf, MODEL } from './analyser.ts'

describe('what users of lexicon packages report', () => {
  it.each([
    'no problem',
    'No problem at all, thanks for the quick fix',
    'not the worst phone I have had',
    'no complaints so far',
    'No complaints from me, works as it should',
    'never had an issue with Acme',
    'not bad at all',
    "can't complain",
    'nothing wrong with it',
    'sin problemas, todo bien',
    'kein Problem, läuft',
  ])('%s is not negative', (text) => {
    expect(labelOf(text)).not.toBe('negative')
  })

  it.each([
    'Could you kindly fix my bill',
    'Please kindly refund my money, I have been waiting for three weeks',
    'Kindly stop sending me these emails',
    'this is not proper',
    'Great, my train is cancelled again',
    'Thanks for nothing @acme',
    'not happy with the service',
    "I don't like the new update",
    'not good',
    "The battery isn't great",
    'I would not recommend this to anyone',
    'Hardly worth the money',
    'Thanks for losing my luggage',
  ])('%s is negative', (text) => {
    expect(labelOf(text)).toBe('negative')
  })
})

describe('forms of politeness', () => {
  it.each([
    'We are sorry for any inconvenience caused. Please send us your order number.',
    'Thank you for contacting Globex. Please note the opening hours.',
    'We apologise for the inconvenience. The office opens at nine.',
  ])('%s is neutral', (text) => {
    expect(labelOf(text)).toBe('neutral')
  })

  it.each([
    'Good morning, my internet is down again, thanks for your help',
    'Hi, kind regards and all, but the parcel never came. Please refund me.',
    'Dear team, I would be grateful for a refund, the phone was broken on arrival',
    'Thank you for your message, but I am still waiting for my refund after three weeks',
  ])('do not lift a complaint: %s', (text) => {
    expect(labelOf(text)).toBe('negative')
  })

  it.each(['Happy birthday! Have a great day', 'Thank you so much, the phone works again'])(
    'are not heard where they are meant: %s is positive',
    (text) => {
      expect(labelOf(text)).toBe('positive')
    },
  )
})

describe('questions and irony', () => {
  it.each([
    'Does the Acme Nova support two SIM cards?',
    'What time does the store in Leeds open on Sunday?',
    'How do I change the language of the menu?',
    'Is the new phone available in blue?',
  ])('a question without a mood is neutral: %s', (text) => {
    expect(labelOf(text)).toBe('neutral')
  })

  it.each([
    'Why does my phone keep crashing? Does nobody test this?',
    'Is anybody at Acme ever going to answer? Third week without internet',
    'Great, another outage. Just what I needed today',
    'I just love waiting three weeks for a parcel that never comes',
  ])('a complaint in disguise is negative: %s', (text) => {
    expect(labelOf(text)).toBe('negative')
  })
})

describe('what a post wants weighs on its mood', () => {
  const neutral = { label: 'neutral', score: -0.1, confidence: 0.5 } as const
  const lean = (name: 'complaint' | 'bug' | 'question' | 'praise', confidence: number) =>
    leanOnIntents(neutral, [{ name, confidence }])

  it('a complaint or a fault moves it to negative by as much as it is sure', () => {
    expect(lean('complaint', 0.1).score).toBeLessThan(neutral.score)
    expect(lean('complaint', 0.9).score).toBeLessThan(lean('complaint', 0.4).score)
    expect(lean('bug', 0.9)).toEqual(lean('complaint', 0.9))
    expect(lean('complaint', 0.9).label).toBe('negative')
  })

  it('a question takes from positive only, and praise is no reason', () => {
    expect(lean('question', 0.9).score).toBeLessThan(neutral.score)
    expect(lean('question', 0.9).label).toBe('neutral')
    expect(lean('praise', 0.9)).toEqual(neutral)
  })

  it('keeps the shares a distribution at the ends', () => {
    const sure = { label: 'positive', score: 1, confidence: 1 } as const
    const found = leanOnIntents(sure, [{ name: 'complaint', confidence: 1 }])
    expect(found).toEqual(sure)
  })
})

describe('plain speech', () => {
  it.each([
    ['I love my new Acme phone', 'positive'],
    ['Great service, thank you!', 'positive'],
    ['Worst customer service ever', 'negative'],
    ['my app keeps crashing', 'negative'],
    ['The meeting is at 10 tomorrow', 'neutral'],
    ['Acme opens new office in Berlin', 'neutral'],
    ['El servicio es pésimo, llevo dos horas esperando', 'negative'],
    ['Me encanta esta aplicación, gracias', 'positive'],
    ['Service client nul, toujours pas de réponse', 'negative'],
    ['Merci beaucoup, service parfait', 'positive'],
    ['Die App stürzt ständig ab, echt nervig', 'negative'],
    ['Super Service, vielen Dank!', 'positive'],
    ['Pessimo servizio, non risponde nessuno', 'negative'],
    ['Ottimo prodotto, lo consiglio', 'positive'],
    ['Péssimo atendimento, nunca mais compro', 'negative'],
    ['Adorei o produto, muito obrigada', 'positive'],
  ])('%s is %s', (text, label) => {
    expect(labelOf(text)).toBe(label)
  })

  it('reads emoji where there are no words', () => {
    expect(labelOf('😡😡😡')).toBe('negative')
    expect(labelOf('😍')).toBe('positive')
  })

  it('gives a score between −1 and 1 of the label’s sign and a confidence between 0 and 1', () => {
    for (const text of ['I love it', 'I hate it', 'It is Monday', 'meh', '']) {
      const found = analyser.analyze(text, { lang: 'en' }).sentiment
      if (found === undefined) continue
      expect(Math.abs(found.score)).toBeLessThanOrEqual(1)
      expect(found.confidence).toBeGreaterThan(0)
      expect(found.confidence).toBeLessThanOrEqual(1)
      if (found.label === 'positive') expect(found.score).toBeGreaterThan(0)
      if (found.label === 'negative') expect(found.score).toBeLessThan(0)
    }
  })

  it('names the words that carried it, strongest first', () => {
    const words = analyser.analyze('The screen is gorgeous but support is terrible').words ?? []
    expect(words.map(({ word }) => word)).toEqual(expect.arrayContaining(['gorgeous', 'terrible']))
    expect(words.find(({ word }) => word === 'terrible')?.weight).toBeLessThan(0)
    const weights = words.map(({ weight }) => Math.abs(weight))
    expect(weights).toEqual([...weights].sort((a, b) => b - a))
  })

  it('lets the stars of a review weigh', () => {
    const text = 'It is a phone'
    const low = analyser.analyze(text, { rating: 1 }).sentiment?.score ?? 0
    const high = analyser.analyze(text, { rating: 5 }).sentiment?.score ?? 0
    expect(low).toBeLessThan(-0.3)
    expect(high).toBeGreaterThan(0.3)
  })
})

describe('domain words of the configuration', () => {
  it('make a neutral post negative', () => {
    const text = 'Another dropped call on the train'
    const plain = analyser.analyze(text).sentiment?.score ?? 0
    const own = createAnalyzer(MODEL, { words: { 'dropped call': 'negative' } })
    expect(own.analyze(text).sentiment?.label).toBe('negative')
    expect(own.analyze(text).sentiment?.score).toBeLessThan(plain)
  })

  it('turn under a negation', () => {
    const own = createAnalyzer(MODEL, { words: { zorbing: 'negative' } })
    const said = own.analyze('the zorbing was there').sentiment?.score ?? 0
    const denied = own.analyze('there was never zorbing').sentiment?.score ?? 0
    expect(denied).toBeGreaterThan(said)
  })

  it('silence a word that means nothing here', () => {
    const own = createAnalyzer(MODEL, { words: { killer: 'neutral', awful: 'neutral' } })
    const text = 'The Awful Killer album is out now'
    const plain = analyser.analyze(text, { lang: 'en' }).sentiment?.score ?? 0
    expect(own.analyze(text, { lang: 'en' }).sentiment?.score).toBeGreaterThan(plain)
  })
})

describe('without a model file', () => {
  const plain = createAnalyzer(undefined)
  it.each([
    ['I love my new phone, it is great', 'positive'],
    ['This is the worst support and the app is terrible', 'negative'],
    ['The meeting is at ten in the office', 'neutral'],
  ])('word lists decide: %s is %s', (text, label) => {
    expect(plain.analyze(text).sentiment?.label).toBe(label)
  })

  it('a damaged model is refused with a hint', () => {
    expect(() => createAnalyzer(new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]))).toThrow(
      /language model is damaged/,
    )
  })
})
