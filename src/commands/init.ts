import { resolve } from 'node:path'
import { type Brand, starterConfiguration } from '../config/starter.ts'
import type { Context } from '../context.ts'
import { UsageError } from '../errors.ts'
import { exists, writeFileWhole } from '../system/files.ts'
import type { CommandModule, Options } from './command.ts'
import { ask } from './prompt.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command
      .option('--brand <name>', 'the brand')
      .option('--competitor <name...>', 'competitors')
      .option('--handle <platform:account...>', 'our accounts, such as bluesky:acme.bsky.social')
      .option('--feed <url...>', 'feeds to read')
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
  await writeFileWhole(file, [starterConfiguration(brand)], {
    force: options.force === true,
    mode: 0o644,
  })
  context.output.say(
    `written to ${file}; read it through, then run:\n  listen query check\n  listen scan`,
  )
  return undefined
}

async function readBrand(context: Context, options: Options): Promise<Brand> {
  const isAsking = options.brand === undefined && context.standardInput.isTTY === true
  const list = (value: unknown) => (value as readonly string[] | undefined) ?? []
  const prompt = async (question: string) => (isAsking ? (await ask(context, question)).trim() : '')
  const name = options.brand === undefined ? await prompt('Brand: ') : String(options.brand).trim()
  if (name === '')
    throw new UsageError('the brand has no name', { hint: 'give it with --brand NAME' })
  const more = async (value: unknown, question: string) =>
    value === undefined ? splitList(await prompt(question)) : list(value)
  return {
    name,
    competitors: await more(options.competitor, 'Competitors (comma between them, or empty): '),
    handles: (await more(options.handle, 'Our accounts, as platform:account (or empty): ')).map(
      splitHandle,
    ),
    feeds: await more(options.feed, 'Addresses of feeds (or empty): '),
  }
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
