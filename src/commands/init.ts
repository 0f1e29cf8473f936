import { resolve } from 'node:path'
import { loadSettings } from '../config/load.ts'
import { type Brand, type ProposedSource, starterConfiguration } from '../config/starter.ts'
import type { Context } from '../context.ts'
import { ConfigError, UsageError } from '../errors.ts'
import { safeLine } from '../format/safe-text.ts'
import { parseSavedQueries } from '../scan/queries.ts'
import { sourceTypes } from '../sources/index.ts'
import { exists, writeFileWhole } from '../system/files.ts'
import type { CommandModule, Options } from './command.ts'
import { ask } from './prompt.ts'
import { proposeSources } from './proposals.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command
      .option('--brand <name>', 'the brand')
      .option('--competitor <name...>', 'competitors')
      .option('--handle <platform:account...>', 'our accounts, such as bluesky:acme.bsky.social')
      .option('--keyword <words...>', 'other words for the brand: products, spellings')
      .option('--feed <url...>', 'feeds to read')
      .option('--app <number...>', 'apps of the App Store whose reviews are read')
      .option('--forum <url...>', 'our own Discourse forums')
      .option('-o, --output <file>', 'where to write', 'queries.yaml')
      .option('--force', 'replace the file if it is there')
      .addHelpText(
        'after',
        '\nExample:\n  listen init --brand Acme --competitor Globex --feed https://acme.example/feed.xml',
      ),
  run: (context, _args, options) => runInit(context, options),
}

/** Writes a commented queries.yaml that passes `query check`; asks on a terminal for what was not given. */
export async function runInit(context: Context, options: Options): Promise<undefined> {
  const file = resolve(context.cwd, String(options.output))
  if ((await exists(file)) && options.force !== true) {
    throw new UsageError(`${options.output} exists already; it is left as it is`, {
      hint: 'choose another name with -o, or add --force',
    })
  }
  const brand = await readBrand(context, options)
  const text = starterConfiguration(brand)
  await checkText(text, context)
  await writeFileWhole(file, [text], { force: options.force === true, mode: 0o644 })
  const named = options.output === 'queries.yaml' ? '' : ` -c ${safeLine(String(options.output))}`
  context.output.say(
    `written to ${safeLine(file)}; read it through, then run:\n  listen query check${named}\n  listen scan --dry-run${named}\n  listen scan${named}`,
  )
  sayProposals(context, brand.sources)
  return undefined
}

/** A file that `query check` would refuse is not written: what was given for it is named. */
async function checkText(text: string, context: Context): Promise<void> {
  try {
    parseSavedQueries(
      await loadSettings({
        text,
        file: 'queries.yaml',
        environment: context.environment,
        sourceTypes,
      }),
    )
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const words = error.problems.map(({ key, message }) => `${key}: ${message}`)
    throw new UsageError(`this makes no configuration: ${safeLine(words.join('; '))}`, {
      hint: 'give other words; nothing was written',
    })
  }
}

/** Which of the proposed sources are on, and what the others wait for. */
function sayProposals(context: Context, sources: readonly ProposedSource[]): void {
  const isOn = ({ settings, isOff }: ProposedSource) => settings.enabled !== false && isOff !== true
  context.output.say(
    `sources: ${sources
      .filter(isOn)
      .map(({ name }) => safeLine(name))
      .join(', ')}`,
  )
  for (const { name, comments } of sources.filter((source) => !isOn(source)))
    context.output.say(`  ${safeLine(name)} is off. ${safeLine(comments.join(' '))}`)
}

async function readBrand(context: Context, options: Options): Promise<Brand> {
  const isAsking = options.brand === undefined && context.standardInput.isTTY === true
  const list = (value: unknown) => (value as readonly string[] | undefined) ?? []
  const prompt = async (question: string) => (isAsking ? (await ask(context, question)).trim() : '')
  const name = options.brand === undefined ? await prompt('Brand: ') : String(options.brand).trim()
  if (!/[\p{L}\p{N}]/u.test(name))
    throw new UsageError('the brand has no name that could be looked for', {
      hint: 'give it with --brand NAME',
    })
  const more = async (value: unknown, question: string) =>
    value === undefined ? splitList(await prompt(question)) : list(value)
  const brand = {
    name,
    competitors: await more(options.competitor, 'Competitors (comma between them, or empty): '),
    handles: (await more(options.handle, 'Our accounts, as platform:account (or empty): ')).map(
      splitHandle,
    ),
    keywords: await more(
      options.keyword,
      'Other words for the brand, such as products (or empty): ',
    ),
    feeds: await more(options.feed, 'Addresses of feeds (or empty): '),
  }
  for (const other of brand.competitors.filter((name) => !/[\p{L}\p{N}]/u.test(name)))
    throw new UsageError(
      `the competitor "${safeLine(other)}" has no name that could be looked for`,
      {
        hint: 'give it with --competitor NAME',
      },
    )
  const places = { apps: list(options.app).map(String), forums: list(options.forum).map(String) }
  return { ...brand, sources: await proposeSources(brand, places) }
}

function splitList(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function splitHandle(text: string): readonly [string, string] {
  const at = text.indexOf(':')
  if (at < 1 || at === text.length - 1) {
    throw new UsageError(`"${text.slice(0, 60)}" is no account`, {
      hint: 'write platform:account, such as bluesky:acme.bsky.social',
    })
  }
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()]
}
