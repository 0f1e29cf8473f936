import type { ConfigProblem } from '../errors.ts'
import type { ConfigDocument } from './document.ts'

const REFERENCE = /^\$\{([A-Z][A-Z0-9_]*)\}$/
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
  const resolveValue = (name: string, key: string, value: unknown): unknown => {
    if (typeof value !== 'string') return value
    const variable = REFERENCE.exec(value)?.[1]
    if (variable === undefined) {
      if (SECRET_KEY.test(key)) problems.push(plainSecret(document, name, key))
      return value
    }
    const secret = environment[variable]
    if (!secret) missing.push({ variable, key: `sources.${name}.${key}` })
    else secrets.push(secret)
    return secret || undefined
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
