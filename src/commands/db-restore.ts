import { resolve } from 'node:path'
import type { Context } from '../context.ts'
import { restoreStore } from '../store/backup.ts'
import type { CommandModule, Options } from './command.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command
      .argument('<file>', 'a copy made by listen db backup')
      .option('--force', 'replace the store if there is one'),
  run: (context, [file], options) => runDbRestore(context, String(file), options),
}

export async function runDbRestore(
  context: Context,
  file: string,
  options: Options,
): Promise<undefined> {
  const target = await context.storePath()
  await restoreStore(resolve(context.cwd, file), target, { force: options.force === true })
  context.output.say(`restored to ${target}`)
  return undefined
}
