import { runFeatureTable } from './feature-table.ts'
import type { Features } from './features.ts'
import { createFeatures, extractFeatures } from './features.ts'
import type { IntentHeads } from './intent-heads.ts'
import { createIntentHeads } from './intent-heads.ts'
import type { Lexicon } from './lexicon.ts'
import type { Model } from './model-file.ts'
import type { OwnWords } from './own-words.ts'
import { findOwnWords, hideOwnWords } from './own-words.ts'
import type { Tokens } from './tokens.ts'
import { createTokens, MAX_TOKENS, scanTokens } from './tokens.ts'
import { scoreTokens } from './valence.ts'
import type { WordNetwork } from './word-network.ts'
import { createWordNetwork, runWordNetwork } from './word-network.ts'

/** What the trained parts say of one text: raw logits, by head. */
export interface Logits {
  readonly linear: Float32Array
  readonly network: Float32Array
}

/** The buffers of one analyser; every read overwrites them. */
export interface TextReader {
  readonly lexicon: Lexicon
  readonly own: OwnWords
  readonly model: Model | undefined
  readonly tokens: Tokens
  /** Valence of each token in its context. */
  readonly scores: Float32Array
  readonly negated: Uint8Array
  readonly features: Features
  readonly logits: Logits
  /** Logits of the model's languages. */
  readonly languages: Float32Array
  readonly network: WordNetwork | undefined
  /** The heads for intents; they are only read where intents are asked for. */
  readonly intents: IntentHeads | undefined
}

export function createTextReader(
  model: Model | undefined,
  lexicon: Lexicon,
  own: OwnWords,
): TextReader {
  return {
    lexicon,
    own,
    model,
    tokens: createTokens(),
    scores: new Float32Array(MAX_TOKENS),
    negated: new Uint8Array(MAX_TOKENS),
    features: createFeatures(),
    logits: {
      linear: new Float32Array(model?.linear.columns ?? 0),
      network: new Float32Array(model?.heads.length ?? 0),
    },
    languages: new Float32Array(model?.languages.length ?? 0),
    network: model === undefined ? undefined : createWordNetwork(model.words),
    intents: model?.intents === undefined ? undefined : createIntentHeads(model.intents),
  }
}

/** Tokens, valences and, with a model, the logits of a text. */
export function readText(reader: TextReader, text: string): void {
  const { tokens, lexicon, scores, negated } = reader
  scanTokens(text, tokens)
  scoreTokens(tokens, lexicon, scores, negated)
  const hides = findOwnWords(reader.own, tokens, scores, negated)
  if (reader.model === undefined || reader.network === undefined) {
    hideOwnWords(reader.own, tokens)
    return
  }
  const { model, features } = reader
  extractFeatures(text, tokens, negated, features)
  runFeatureTable(model.languageTable, features, reader.languages)
  if (hides) {
    // The language is told by all words, the mood only by those that are not hidden.
    hideOwnWords(reader.own, tokens)
    extractFeatures(text, tokens, negated, features)
  }
  runFeatureTable(model.linear, features, reader.logits.linear)
  runWordNetwork(reader.network, tokens, reader.logits.network)
}

/** The sum of the valences between two tokens, end exclusive. */
export function sumValence(reader: TextReader, from: number, to: number): number {
  let total = 0
  for (let at = from; at < to; at += 1) total += reader.scores[at] ?? 0
  return total
}
