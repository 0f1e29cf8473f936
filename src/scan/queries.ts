import type { Settings } from '../config/settings.ts'
import { ConfigError, type ConfigProblem } from '../errors.ts'
import type { QuerySetting } from '../model/config.ts'
import { parseQuery } from '../query/parser.ts'
import type { Tree } from '../query/tree.ts'

/** A saved query whose expression is understood. */
export interface SavedQuery extends QuerySetting {
  readonly tree: Tree
}

/** Parses every saved query; throws one ConfigError with all problems, at their lines of the file. */
export function parseSavedQueries(settings: Settings): readonly SavedQuery[] {
  const problems: ConfigProblem[] = []
  const queries: SavedQuery[] = []
  for (const query of settings.queries) {
    const parsed = parseQuery(query.match, { context: 'saved', fragments: settings.fragments })
    const path = ['queries', query.name, 'match']
    for (const problem of parsed.problems.filter(({ severity }) => severity === 'error')) {
      problems.push({
        place: settings.placeOf(path),
        key: path.join('.'),
        message: `${problem.code} at character ${problem.span.start + 1}: ${problem.message}`,
        ...(problem.fixit ? { hint: problem.fixit } : {}),
      })
    }
    if (parsed.tree) queries.push({ ...query, tree: parsed.tree })
  }
  if (problems.length > 0) {
    const names = new Set(problems.map(({ key }) => key)).size
    const count = names === 1 ? 'a query' : `${names} queries`
    throw new ConfigError(
      `${count} of ${settings.file ?? 'the configuration'} cannot be read`,
      problems,
      'see listen query check',
    )
  }
  return queries
}

/** Throws when there is nothing to look for: a scan without queries and handles would keep nothing. */
export function requireQueries(settings: Settings): void {
  if (settings.queries.length > 0 && settings.sources.length > 0) return
  const what = settings.sources.length === 0 ? 'no source' : 'no query'
  const where = settings.file ?? 'no queries.yaml was found, so there is'
  throw new ConfigError(
    settings.file ? `${where} has ${what}` : `${where} ${what} to scan with`,
    [],
    'run "listen init" to write a queries.yaml, or "listen demo" to see the program at work',
  )
}
