import { statfsSync } from 'node:fs'
import { dirname } from 'node:path'

/** File systems over a network or another program, by the number that Linux gives them (statfs(2)). */
const REMOTE: Readonly<Record<number, string>> = {
  26985: 'NFS',
  20859: 'SMB',
  4283649346: 'CIFS',
  4266872130: 'SMB2',
  1702057286: 'FUSE',
  16914839: '9P',
}

const SYNCED =
  /\/(Dropbox|Nextcloud|ownCloud|OneDrive[^/]*|Google Drive|iCloud Drive|Mobile Documents|Syncthing)(\/|$)/i

/** Why the place of a store may damage it, or undefined. SQLite relies on locks that such places do not keep. */
export function warnOfPlace(path: string, fileSystem: number): string | undefined {
  const remote = REMOTE[fileSystem]
  if (remote !== undefined) {
    return `${path} lies on ${remote}: locks may not hold there, and the database may be damaged; use a local disk`
  }
  const [, name] = SYNCED.exec(path) ?? []
  if (name === undefined) return undefined
  return `${path} lies in a folder that ${name} synchronises: it may copy the database while it is written; use another folder`
}

export function warnOfStorage(path: string): string | undefined {
  try {
    return warnOfPlace(path, statfsSync(dirname(path)).type)
  } catch {
    return undefined
  }
}
