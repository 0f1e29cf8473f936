import { resolve } from 'node:path'
import type { Context } from '../context.ts'
import type { CommandModule, Options } from './command.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command
      .argument('<file>', 'where to')
      .option('--force', 'replace the file if it is there')
      .addHelpText('after', '\nWorks while scans run: the copy is consistent and checked.'),
  run: (context, [file], options) => runDbBackup(context, String(file), options),
}

export async function runDbBackup(
  context: Context,
  file: string,
  options: Options,
): Promise<undefined> {
  const target = resolve(context.cwd, file)
  const store = await context.store('read')
  await store.backup(target, { force: options.force === true })
  context.output.say(`copied to ${target}`)
  return undefined
}
