import english from 'natural/lib/natural/stemmers/porter_stemmer.js'
import german from 'natural/lib/natural/stemmers/porter_stemmer_de.js'
import spanish from 'natural/lib/natural/stemmers/porter_stemmer_es.js'
import french from 'natural/lib/natural/stemmers/porter_stemmer_fr.js'
import italian from 'natural/lib/natural/stemmers/porter_stemmer_it.js'
import dutch from 'natural/lib/natural/stemmers/porter_stemmer_nl.js'
import portuguese from 'natural/lib/natural/stemmers/porter_stemmer_pt.js'

/** natural's parts one by one: its index prints, reads .env and takes 0.7 s. */
const STEMMERS: Readonly<Record<string, { stem(word: string): string }>> = {
  en: english,
  de: german,
  es: spanish,
  fr: french,
  it: italian,
  nl: dutch,
  pt: portuguese,
}

/** The shortest stem that still says something; some stemmers cut "baterías" to "bat". */
const SHORTEST = 4

/** The stem of a lower-case word in a language; the word itself where no stemmer is known or the stem is too short. */
export function stemWord(word: string, lang: string): string {
  if (word.length <= SHORTEST) return word
  const stem = STEMMERS[lang]?.stem(word) ?? word
  return stem.length < SHORTEST ? word.slice(0, SHORTEST + 1) : stem
}
