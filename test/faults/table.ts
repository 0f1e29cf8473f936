import type { Fault } from './fault.ts'
import { CONFIGURATION } from './rows/configuration.ts'
import { CONTENT } from './rows/content.ts'
import { DISK } from './rows/disk.ts'
import { NETWORK } from './rows/network.ts'
import { OUTPUT } from './rows/output.ts'
import { PROCESS } from './rows/process.ts'
import { REPLIES } from './rows/reply.ts'
import { SERVER } from './rows/server.ts'
import { TIME } from './rows/time.ts'
import { UPGRADE } from './rows/upgrade.ts'

/** The fault table. Unless a row says more: no stack trace, no escape, no secret in any output, and the store in order afterwards. */
export const FAULTS: readonly Fault[] = [
  ...NETWORK,
  ...SERVER,
  ...CONTENT,
  ...DISK,
  ...PROCESS,
  ...TIME,
  ...CONFIGURATION,
  ...OUTPUT,
  ...REPLIES,
  ...UPGRADE,
]
