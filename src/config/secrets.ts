import type { ConfigProblem } from '../errors.ts'
import type { ConfigDocument } from './document.ts'

const REFERENCE = /^\$\{([A-Z][A-Z0-9_]*)\}$/
const PARTS = /\$\{([A-Z][A-Z0-9_]*)\}/g
const SECRET_KEY = /(token|password|secret|api_?key)$/i

type Sources = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/**
 * Puts the values of named environment variables into the settings of sources. A secret written into the
 * file itself is refused, without repeating it.
 */
export function resolveSecrets(
  sources: Sources,
  document: ConfigDocument,
  environment: Readonly<Record<string, string | undefined>>,
): {
  readonly sources: Sources
  readonly missing: readonly { readonly variable: string; readonly key: string }[]
  readonly secrets: readonly string[]
  readonly problems: readonly ConfigProblem[]
} {
  const missing: { variable: string; key: string }[] = []
  const secrets: string[] = []
  const problems: ConfigProblem[] = []
  /** The variable's value, noted as secret; undefined and noted as missing when it is not set. */
  const lookUp = (place: string, variable: string): string | undefined => {
    const secret = environment[variable]
    if (secret) secrets.push(secret)
    else missing.push({ variable, key: `sources.${place}` })
    return secret || undefined
  }
  /** A variable inside an address, such as https://x.example/feed?key=${KEY}; what is not set stays as written. */
  const fillText = (place: string, text: string): string =>
    text.replaceAll(PARTS, (whole, variable: string) => {
      const secret = lookUp(place, variable)
      return secret === undefined ? whole : encodeURIComponent(secret)
    })
  const resolveText = (name: string, key: string, text: string): string | undefined => {
    const variable = REFERENCE.exec(text)?.[1]
    if (variable !== undefined) return lookUp(`${name}.${key}`, variable)
    const filled = fillText(`${name}.${key}`, text)
    if (filled === text && SECRET_KEY.test(key)) problems.push(plainSecret(document, name, key))
    return filled
  }
  const resolveValue = (name: string, key: string, value: unknown): unknown => {
    if (typeof value === 'string') return resolveText(name, key, value)
    if (!Array.isArray(value)) return value
    return value.map((item) => (typeof item === 'string' ? fillText(`${name}.${key}`, item) : item))
  }
  const resolved = Object.fromEntries(
    Object.entries(sources).map(([name, source]) => [
      name,
      Object.fromEntries(
        Object.entries(source)
          .map(([key, value]) => [key, resolveValue(name, key, value)] as const)
          .filter(([, value]) => value !== undefined),
      ),
    ]),
  )
  return { sources: resolved, missing, secrets, problems }
}

function plainSecret(document: ConfigDocument, name: string, key: string): ConfigProblem {
  const variable = `LISTEN_${name}_${key}`.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')
  return {
    place: document.placeOf(['sources', name, key]),
    key: `sources.${name}.${key}`,
    message: 'a secret must not stand in this file',
    hint: `put it into an environment variable and write ${key}: \${${variable}}`,
  }
}
