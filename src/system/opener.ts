import { spawn } from 'node:child_process'
import { AppError } from '../errors.ts'

/** Letters, digits and hyphens, as DNS has them, or an address of a machine; never anything that a shell reads. */
const HOST =
  /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*\.?|\[[0-9a-f:.]+\])$/i
const LONGEST = 8000

/**
 * What may be handed to the system's opener: an http or https address of a plain host, spelled by the URL standard.
 * Throws an AppError for everything else; nothing of the refused text is run.
 */
export function checkLink(link: string): URL {
  const url = URL.canParse(link) ? new URL(link) : undefined
  const isWeb = url !== undefined && /^https?:$/.test(url.protocol)
  if (!isWeb || !HOST.test(url.hostname) || url.href.length > LONGEST) {
    throw new AppError('this link is not opened: it is no plain web address', {
      hint: 'copy it instead and look at it',
    })
  }
  return url
}

export interface OpenerCommand {
  readonly program: string
  readonly before: readonly string[]
}

/** The system's opener; BROWSER names another program, one word without arguments. */
export function findOpener(
  platform: NodeJS.Platform,
  environment: Readonly<Record<string, string | undefined>>,
): OpenerCommand {
  const own = environment.BROWSER
  if (own !== undefined && /^[^\s%;:]+$/.test(own)) return { program: own, before: [] }
  if (platform === 'darwin') return { program: 'open', before: [] }
  if (platform === 'win32') return { program: 'rundll32', before: ['url.dll,FileProtocolHandler'] }
  return { program: 'xdg-open', before: [] }
}

/** Opens a link in the browser: no shell, one argument. Answers the host that is really opened. */
export async function openLink(
  link: string,
  environment: Readonly<Record<string, string | undefined>>,
  opener: OpenerCommand = findOpener(process.platform, environment),
): Promise<string> {
  const url = checkLink(link)
  await new Promise<void>((resolve, reject) => {
    const child = spawn(opener.program, [...opener.before, plainHref(url)], {
      shell: false,
      detached: true,
      stdio: 'ignore',
    })
    child.once('error', (cause) =>
      reject(
        new AppError(`cannot start ${opener.program}`, {
          hint: 'set BROWSER to a program, or copy the link',
          cause,
        }),
      ),
    )
    child.once('spawn', () => {
      child.unref()
      resolve()
    })
  })
  return url.hostname
}

/** Openers that are scripts split at quotes and dollars; percent-encoding says the same to every server. */
function plainHref(url: URL): string {
  return url.href.replace(
    /["'`$;|<>()\\^!{}]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
}
