import { describe, expect, it } from 'vitest'
import { analyser } from './analyser.ts'

describe('language of short posts', () => {
  it.each([
    ['The delivery was late again and nobody answers', 'en'],
    ['¿Alguien sabe cuándo sale la actualización?', 'es'],
    ['Je ne comprends pas pourquoi la commande est en retard', 'fr'],
    ['Warum funktioniert die App heute nicht?', 'de'],
    ['Non capisco perché il pacco non arriva', 'it'],
    ['Não consigo entrar na minha conta hoje', 'pt'],
    ['Ik vind deze telefoon helemaal niet goed', 'nl'],
    ['これはペンです', 'ja'],
    ['이 전화기는 좋아요', 'ko'],
    ['这个手机很好', 'zh'],
    ['Этот телефон очень хороший', 'ru'],
    ['هذا الهاتف جيد', 'ar'],
  ])('%s is %s', (text, lang) => {
    expect(analyser.analyze(text).lang).toBe(lang)
  })

  it('is unknown where there are no words', () => {
    expect(analyser.analyze('👍 123 https://example.com/a').lang).toBeUndefined()
  })

  it('takes the platform’s tag for a hint, not for the truth', () => {
    expect(analyser.analyze('ok', { lang: 'fr' }).lang).toBe('fr')
    const text = 'Warum funktioniert die App heute schon wieder nicht?'
    expect(analyser.analyze(text, { lang: 'en' }).lang).toBe('de')
  })

  it('other languages are unscored, never neutral', () => {
    for (const text of [
      'Ik vind deze telefoon helemaal niet goed',
      'これはペンです',
      'Этот телефон плохой',
    ]) {
      const found = analyser.analyze(text, {}, [{ query: 'q', hits: [] }])
      expect(found.sentiment).toBeUndefined()
      expect(found.targets).toEqual({})
    }
  })
})
