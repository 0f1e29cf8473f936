/** What a stretch of text is for; a theme says how that looks. */
export type Role =
  | 'plain'
  | 'dim'
  | 'bold'
  | 'accent'
  | 'bad'
  | 'warn'
  | 'good'
  | 'hit'
  | 'bar'
  | 'tab'
  | 'here'
  | 'key'
  | 'border'

export type ThemeName = 'auto' | 'dark' | 'light' | '16' | 'plain'

/** SGR parameters by role; `cursor` and `marked` dress whole lines. */
export interface Theme {
  readonly name: Exclude<ThemeName, 'auto'>
  readonly roles: Readonly<Record<Role, string>>
  readonly cursor: string
  /** Only ASCII leaves the program. */
  readonly ascii: boolean
}

const DARK: Readonly<Record<Role, string>> = {
  plain: '',
  dim: '38;5;246',
  bold: '1',
  accent: '38;5;80',
  bad: '38;5;210',
  warn: '38;5;222',
  good: '38;5;114',
  hit: '1;4;38;5;222',
  bar: '48;5;236;38;5;252',
  tab: '48;5;236;38;5;250',
  here: '1;48;5;66;38;5;231',
  key: '1;38;5;80',
  border: '38;5;240',
}

const LIGHT: Readonly<Record<Role, string>> = {
  plain: '',
  dim: '38;5;242',
  bold: '1',
  accent: '38;5;25',
  bad: '38;5;124',
  warn: '38;5;94',
  good: '38;5;22',
  hit: '1;4;38;5;124',
  bar: '48;5;254;38;5;236',
  tab: '48;5;254;38;5;238',
  here: '1;48;5;25;38;5;231',
  key: '1;38;5;25',
  border: '38;5;249',
}

const SIXTEEN: Readonly<Record<Role, string>> = {
  plain: '',
  dim: '2',
  bold: '1',
  accent: '36',
  bad: '31',
  warn: '33',
  good: '32',
  hit: '1;4;33',
  bar: '7',
  tab: '7',
  here: '1',
  key: '1;36',
  border: '2',
}

const PLAIN: Readonly<Record<Role, string>> = {
  plain: '',
  dim: '',
  bold: '1',
  accent: '',
  bad: '1',
  warn: '',
  good: '',
  hit: '1;4',
  bar: '7',
  tab: '7',
  here: '1',
  key: '1',
  border: '',
}

type Environment = Readonly<Record<string, string | undefined>>

/** The theme for a terminal: what is named, else by NO_COLOR, COLORFGBG and TERM. */
export function createTheme(name: ThemeName, environment: Environment, colour = true): Theme {
  const chosen =
    !colour || environment.NO_COLOR ? 'plain' : name === 'auto' ? detect(environment) : name
  const ascii = !hasUnicode(environment)
  if (chosen === 'plain') return { name: chosen, roles: PLAIN, cursor: '7', ascii }
  if (chosen === '16') return { name: chosen, roles: SIXTEEN, cursor: '7', ascii }
  return chosen === 'light'
    ? { name: chosen, roles: LIGHT, cursor: '48;5;252;38;5;16', ascii }
    : { name: chosen, roles: DARK, cursor: '48;5;24;38;5;231', ascii }
}

function detect(environment: Environment): 'dark' | 'light' | '16' {
  const many =
    /256color|direct|kitty|ghostty|alacritty/.test(environment.TERM ?? '') ||
    /truecolor|24bit/.test(environment.COLORTERM ?? '')
  if (!many) return '16'
  const background = Number(environment.COLORFGBG?.split(';').at(-1))
  return background === 7 || background > 8 ? 'light' : 'dark'
}

/** A locale that says another encoding is believed; one that says nothing is taken for UTF-8. */
export function hasUnicode(environment: Environment): boolean {
  const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG
  return locale === undefined || locale === '' || /utf-?8/i.test(locale)
}
