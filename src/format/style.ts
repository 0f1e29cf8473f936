import { Chalk } from 'chalk'

export type Paint = (text: string) => string

/** How words are dressed on a terminal. Without colour every paint gives its text back. */
export interface Style {
  readonly colour: boolean
  readonly bold: Paint
  readonly dim: Paint
  readonly underline: Paint
  readonly heading: Paint
  readonly good: Paint
  readonly bad: Paint
  readonly warn: Paint
  readonly accent: Paint
  /** Words that a query matched. */
  readonly mark: Paint
  /** Text that opens a web page where the terminal can; plain text otherwise. */
  readonly link: (text: string, url: string) => string
}

/** `links`: write OSC 8 hyperlinks (only for http and https addresses); default: as `colour`. */
export function createStyle(options: {
  readonly colour: boolean
  readonly links?: boolean
}): Style {
  const chalk = new Chalk({ level: options.colour ? 1 : 0 })
  const links = options.links ?? options.colour
  return {
    colour: options.colour,
    bold: (text) => chalk.bold(text),
    dim: (text) => chalk.dim(text),
    underline: (text) => chalk.underline(text),
    heading: (text) => chalk.bold.cyan(text),
    good: (text) => chalk.green(text),
    bad: (text) => chalk.red(text),
    warn: (text) => chalk.yellow(text),
    accent: (text) => chalk.cyan(text),
    mark: (text) => chalk.bold.yellow(text),
    link: (text, url) => (links ? hyperlink(text, url) : text),
  }
}

function hyperlink(text: string, url: string): string {
  const address = URL.canParse(url) ? new URL(url) : undefined
  if (address === undefined || !/^https?:$/.test(address.protocol)) return text
  return `\x1b]8;;${address.href}\x1b\\${text}\x1b]8;;\x1b\\`
}
