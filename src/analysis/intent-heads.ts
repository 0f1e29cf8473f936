import type { Features } from './features.ts'
import type { IntentFeatures } from './intent-features.ts'
import { createIntentFeatures, listIntentFeatures } from './intent-features.ts'
import type { IntentModel } from './model-file.ts'
import type { Tokens } from './tokens.ts'

/** The trained heads for intents of one analyser, and what they say of the text that was read last. */
export interface IntentHeads {
  readonly model: IntentModel
  readonly features: IntentFeatures
  /** Logits of the kinds of text, then log-odds of the heads. */
  readonly logits: Float32Array
  /** How much the text is of each kind; sums to 1. */
  readonly kinds: Float64Array
  /** The heads for kinds of text, by intent. */
  readonly ofKinds: ReadonlyMap<string, readonly KindHead[]>
}

/** "request@app": the head, the place of its log-odds, and the kind of text it is for. */
interface KindHead {
  readonly head: string
  readonly at: number
  readonly kind: number
}

export function createIntentHeads(model: IntentModel): IntentHeads {
  return {
    model,
    features: createIntentFeatures(model.bits),
    logits: new Float32Array(model.bias.length),
    kinds: new Float64Array(model.kinds.length),
    ofKinds: kindHeads(model),
  }
}

function kindHeads(model: IntentModel): ReadonlyMap<string, readonly KindHead[]> {
  const found = new Map<string, KindHead[]>()
  model.heads.forEach((head, index) => {
    const [name = '', kind] = head.split('@')
    if (kind === undefined) return
    const at = model.kinds.length + index
    found.set(name, [...(found.get(name) ?? []), { head, at, kind: model.kinds.indexOf(kind) }])
  })
  return found
}

/** Reads a text that was tokenised and whose features were extracted: fills `logits` and `kinds`. */
export function readIntentHeads(heads: IntentHeads, tokens: Tokens, features: Features): void {
  const { model, logits, kinds } = heads
  listIntentFeatures(tokens, features, heads.features)
  sumRows(heads)
  let most = -Infinity
  for (let i = 0; i < kinds.length; i += 1) most = Math.max(most, logits[i] as number)
  let total = 0
  for (let i = 0; i < kinds.length; i += 1) {
    const odds = Math.exp(model.sharpness * ((logits[i] as number) - most))
    kinds[i] = odds
    total += odds
  }
  for (let i = 0; i < kinds.length; i += 1) kinds[i] = (kinds[i] as number) / total
}

/** Each group of features counts by its share over the root of its length. */
function sumRows({ model, features, logits }: IntentHeads): void {
  const { table, scale, bias, shares } = model
  const { ids, ends } = features
  const columns = logits.length
  logits.set(bias)
  let from = 0
  for (let group = 0; group < ends.length; group += 1) {
    const to = ends[group] as number
    const share = (shares[group] as number) / Math.sqrt(Math.max(1, to - from))
    let column = 0
    for (; column + 4 <= columns; column += 4) {
      let first = 0
      let second = 0
      let third = 0
      let fourth = 0
      for (let i = from; i < to; i += 1) {
        const at = (ids[i] as number) * columns + column
        first += table[at] as number
        second += table[at + 1] as number
        third += table[at + 2] as number
        fourth += table[at + 3] as number
      }
      logits[column] = (logits[column] as number) + first * share * (scale[column] as number)
      logits[column + 1] =
        (logits[column + 1] as number) + second * share * (scale[column + 1] as number)
      logits[column + 2] =
        (logits[column + 2] as number) + third * share * (scale[column + 2] as number)
      logits[column + 3] =
        (logits[column + 3] as number) + fourth * share * (scale[column + 3] as number)
    }
    for (; column < columns; column += 1) {
      let sum = 0
      for (let i = from; i < to; i += 1)
        sum += table[(ids[i] as number) * columns + column] as number
      logits[column] = (logits[column] as number) + sum * share * (scale[column] as number)
    }
    from = to
  }
}

/** The log-odds of a head by its name; 0 where there is none. */
export function oddsOf({ model, logits }: IntentHeads, name: string): number {
  const at = model.heads.indexOf(name)
  return at < 0 ? 0 : (logits[model.kinds.length + at] as number)
}
