import { regexEngine } from './regex-engine.ts'

export interface RegexFault {
  readonly message: string
  readonly reason?: string
  readonly fixit?: string
}

/** Why an expression is refused; undefined where RE2 takes it. Flags are i, m, s (and u, which is implied). */
export function regexFault(source: string, flags: string): RegexFault | undefined {
  const flag = [...flags].find((one) => !'imsu'.includes(one))
  if (flag !== undefined) {
    return {
      message: `${flag} is no flag of a regular expression`,
      reason: 'the flags are i, m and s',
      fixit: `put the text in quotes if no regular expression is meant: "/${source}/${flags}"`,
    }
  }
  const fault = syntaxFault(source)
  return fault && (structureFault(source) ?? fault)
}

/** Back-references and look-around cannot be answered in linear time; RE2 leaves them out for that. */
function structureFault(source: string): RegexFault | undefined {
  const bare = source.replaceAll(/\\\\/g, '')
  if (/\(\?<?[=!]/.test(bare.replaceAll(/\\\(/g, ''))) {
    return {
      message: 'look-around is refused',
      reason: 'it cannot be answered in linear time',
      fixit: 'combine two terms with AND, NOT or NEAR',
    }
  }
  if (/\\[1-9]|\\k[<{']|\(\?P=/.test(bare)) {
    return {
      message: 'back-references are refused',
      reason: 'they cannot be answered in linear time',
      fixit: 'write the repeated part out',
    }
  }
  return undefined
}

function syntaxFault(source: string): RegexFault | undefined {
  try {
    regexEngine().RE2JS.compile(toRe2(source))
    return undefined
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    return { message: `not a regular expression: ${said.replace(/^error parsing regexp: /, '')}` }
  }
}

/** JavaScript's `(?<name>` is RE2's `(?P<name>`; `\/` is a slash. */
export function toRe2(source: string): string {
  return source.replaceAll('\\/', '/').replaceAll(/(?<!\\)\(\?<(?=[A-Za-z_])/g, '(?P<')
}
