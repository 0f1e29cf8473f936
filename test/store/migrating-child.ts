import Sqlite from 'better-sqlite3'
import { migrate } from '../../src/store/migrations.ts'
import { SLOW_STEPS } from './slow-steps.ts'

// Run by a test, to be killed in the middle of a step.
const connection = new Sqlite(process.argv[2])
connection.pragma('journal_mode = WAL')
process.stdout.write('begins\n')
migrate(connection, SLOW_STEPS)
process.stdout.write('done\n')
setInterval(() => {}, 1000)
