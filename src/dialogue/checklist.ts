import type { IntentName } from '../model/mention.ts'
import { subjectWords } from './subject-words.ts'

/** One point of the advice before sending. It never blocks. */
export interface CheckItem {
  readonly name:
    | 'names-the-problem'
    | 'says-sorry'
    | 'offers-something'
    | 'signed-by-a-person'
    | 'no-blame'
    | 'no-stock-phrases'
  readonly ok: boolean
  /** What was found or is missing, with the words. */
  readonly why: string
}

export interface CheckedReply {
  readonly text: string
  /** What they wrote. */
  readonly theirText: string
  readonly theirIntents: readonly IntentName[]
  /** A dated promise was found in the text. */
  readonly hasPromise: boolean
}

/** What a good answer has, as reasons and not as rules: heuristics for English, German, French and Spanish. */
export function checkReply(reply: CheckedReply): readonly CheckItem[] {
  const unhappy = reply.theirIntents.some((intent) => UNHAPPY.includes(intent))
  return [
    namesProblem(reply),
    ...(unhappy ? [saysSorry(reply.text)] : []),
    offersSomething(reply),
    isSigned(reply.text),
    blamesNobody(reply.text),
    hasNoStockPhrase(reply.text),
  ]
}

const UNHAPPY: readonly IntentName[] = ['complaint', 'bug', 'churn', 'safety-legal']

function namesProblem(reply: CheckedReply): CheckItem {
  const theirs = new Set(subjectWords(reply.theirText))
  const common = [...new Set(subjectWords(reply.text))].filter((word) => theirs.has(word))
  const ok = common.length > 0
  const why = ok
    ? `takes up their words: ${common.slice(0, 4).join(', ')}`
    : 'nothing of what they wrote comes back; name the thing that went wrong'
  return { name: 'names-the-problem', ok, why }
}

const SORRY =
  /\b(?:sorry|apolog(?:y|ies|i[sz]e)|my (?:bad|fault)|our (?:mistake|fault|bad)|(?:tut|tun) (?:mir|uns) leid|entschuldig|verzeih|désolée?s?|(?:nos|mes) excuses|lo siento|lo sentimos|perdón|disculp)/iu
const SORRY_FOR_NOTHING =
  /\bsorry (?:that )?(?:you|if you) (?:feel|felt|are upset|think)\b|\bany inconvenience\b|\bunannehmlichkeiten\b|\binconvénients?\b|\binconvenientes?\b/iu

function saysSorry(text: string): CheckItem {
  const name = 'says-sorry'
  const hollow = SORRY_FOR_NOTHING.exec(text)
  if (hollow) return { name, ok: false, why: `"${hollow[0]}" is sorry for nothing; say what for` }
  const found = SORRY.exec(text)
  if (found) return { name, ok: true, why: `says "${found[0]}"` }
  return { name, ok: false, why: 'they complain, and nobody says sorry for that one thing' }
}

const STEP =
  /\b(?:try|click|open|go to|send|reinstall|restart|update|upgrade|download|reset|check|choose|write (?:to|us)|call|visit|here(?:['’]s| is) how|we(?:['’]ve| have)|i(?:['’]ve| have)|refund(?:ed)?|replac(?:e|ed|ement)|fixed|shipped|probier|klick|öffne|schick|aktualisier|essay|clique|ouvre|envoy|prueba|haz clic|abre|envía)/iu

function offersSomething(reply: CheckedReply): CheckItem {
  const name = 'offers-something'
  if (reply.hasPromise) return { name, ok: true, why: 'gives a date' }
  if (/https?:\/\//iu.test(reply.text)) return { name, ok: true, why: 'gives a link' }
  const step = STEP.exec(reply.text)
  if (step) return { name, ok: true, why: `offers a step: "${step[0]}"` }
  if (/\?/.test(reply.text)) return { name, ok: true, why: 'asks for what is needed to help' }
  return { name, ok: false, why: 'no solution, no step, no date' }
}

const SIGNED =
  /(?:^|\s)(?:[–—-]\s?|\/|\^)\p{Lu}[\p{L}.'’-]{0,30}\s*$|\b(?:[Ii]['’]m|[Mm]y name is|[Tt]his is|[Ii]ch bin|[Jj]e suis|[Ss]oy)\s+\p{Lu}\p{L}+|\n\s*\p{Lu}[\p{Ll}'’-]+(?:\s+(?:from|at|von|de|chez)\s+\S+)?\s*$/u

function isSigned(text: string): CheckItem {
  const found = SIGNED.exec(text.trimEnd())
  const why = found
    ? `signed: "${found[0].trim()}"`
    : 'no person signs it; end with a name, such as "– Ann"'
  return { name: 'signed-by-a-person', ok: found !== null, why }
}

const BLAME =
  /\byou (?:should(?:n['’]t)? have|failed to|forgot to|did(?:n['’]t| not) (?:read|follow|check))\b|\byour (?:own )?(?:fault|mistake|error)\b|\buser error\b|\bas (?:already |we )?(?:said|stated|mentioned|explained)\b|\bif you had\b|\bcalm down\b|\bsie hätten\b|\bwie (?:bereits )?(?:gesagt|erwähnt)\b|\bvous auriez dû\b|\bcomme (?:déjà )?(?:dit|indiqué)\b|\bdebería(?:s)? haber\b/iu

function blamesNobody(text: string): CheckItem {
  const found = BLAME.exec(text)
  const why = found ? `"${found[0]}" puts it on them` : 'puts nothing on them'
  return { name: 'no-blame', ok: found === null, why }
}

const STOCK =
  /\b(?:we )?apologi[sz]e for any inconvenience\b|\bsorry for (?:any|the) inconvenience\b|\byour (?:feedback|opinion|business|satisfaction) is (?:very )?(?:important|valuable) to us\b|\bwe (?:truly |really )?(?:value|appreciate) your (?:feedback|business|patience|loyalty|understanding)\b|\bthank you for (?:reaching out|contacting us|your (?:patience|understanding|feedback))\b|\brest assured\b|\bplease be (?:assured|advised)\b|\bvalued customer\b|\bat your earliest convenience\b|\bwe take (?:this|these|such|your)\b[^.!?\n]{0,40}\bseriously\b|\bdo not hesitate to\b|\bhave a (?:great|nice|wonderful) day\b|\bwir bitten um (?:ihr )?verständnis\b|\b(?:eventuelle|etwaige|entstandene) unannehmlichkeiten\b|\bvielen dank für ihr(?:e|en)? (?:verständnis|anfrage|geduld)\b|\bnous nous excusons pour la gêne\b|\bmerci de votre compréhension\b|\bdisculpe las molestias\b|\bgracias por su comprensión\b/iu

function hasNoStockPhrase(text: string): CheckItem {
  const found = STOCK.exec(text)
  const why = found ? `everybody has read "${found[0]}" before` : 'no stock phrase'
  return { name: 'no-stock-phrases', ok: found === null, why }
}
