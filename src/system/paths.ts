import { isAbsolute, join } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

/** The folder of the user's configuration by the XDG rules; undefined when there is no home. */
export function configFolder(environment: Environment): string | undefined {
  return base(environment, 'XDG_CONFIG_HOME', '.config')
}

/** The folder of the user's data by the XDG rules; undefined when there is no home. */
export function dataFolder(environment: Environment): string | undefined {
  return base(environment, 'XDG_DATA_HOME', '.local/share')
}

function base(environment: Environment, variable: string, fallback: string): string | undefined {
  const own = environment[variable]
  if (own && isAbsolute(own)) return join(own, 'listen')
  const home = environment.HOME ?? environment.USERPROFILE
  return home && isAbsolute(home) ? join(home, fallback, 'listen') : undefined
}
