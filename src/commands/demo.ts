import { join } from 'node:path'
import { loadSettings } from '../config/load.ts'
import type { Context } from '../context.ts'
import { createStyle } from '../format/style.ts'
import { formatDuration } from '../format/time.ts'
import { overview } from '../reports/overview.ts'
import { renderTerminal } from '../reports/render-terminal.ts'
import { readSample } from '../scan/demo/sample.ts'
import { createDemoSite } from '../scan/demo/site.ts'
import type { ScanProgress } from '../scan/scan.ts'
import { sourceTypes } from '../sources/index.ts'
import { openStore } from '../store/open.ts'
import { makeTemporaryFolder, readText, writeFileWhole } from '../system/files.ts'
import { startLoopbackServer } from '../system/loopback-server.ts'
import { packageFile } from '../system/package-files.ts'
import { collect, planCollect } from './collect.ts'
import type { CommandModule } from './command.ts'
import { printSummary, showProgress } from './scan.ts'

const DAY = 86_400_000

export const command: CommandModule = {
  configure: (command) =>
    void command.addHelpText(
      'after',
      '\nNeeds no network and no configuration; takes a few seconds.',
    ),
  run: (context) => runDemo(context),
}

/** The whole main job on the bundled month: two scans over real HTTP on loopback, the report, what to type next. */
export async function runDemo(context: Context): Promise<undefined> {
  const { output } = context
  const style = createStyle({ colour: context.colour })
  const begun = Date.now()
  const now = context.now()
  const folder = await makeTemporaryFolder('listen-demo-')
  const text = `${await readText(packageFile('sample/queries.yaml'))}\nstore: { path: ./demo.db }\n`
  const file = join(folder, 'queries.yaml')
  await writeFileWhole(file, [text])
  const settings = await loadSettings({
    text,
    file,
    environment: { DEMO_MASTODON_TOKEN: 'made-up-for-the-demonstration' },
    sourceTypes,
  })
  const sample = readSample({
    posts: await readText(packageFile('sample/posts.jsonl')),
    places: await readText(packageFile('sample/places.json')),
  })
  const site = createDemoSite(sample, now)
  const server = await startLoopbackServer(site.answer)
  const path = join(folder, 'demo.db')
  const store = await openStore({ path, policy: settings.policy, now: context.now })
  const hosts = Object.fromEntries(
    site.hosts.map((host) => [host, { address: '127.0.0.1', port: server.port }]),
  )
  const scan = async (title: string) => {
    output.say(style.bold(title))
    const wanted = { queries: [], sources: [], ignoreSchedule: true, hosts }
    const plan = await planCollect(settings, wanted)
    const show = (progress: ScanProgress) => showProgress(context, progress)
    await printSummary(context, await collect(context, settings, store, plan, wanted, show))
    output.say('')
  }
  try {
    output.say(
      `A month of ${settings.brand?.name ?? 'a brand'}, served by ${site.hosts.length} sites on loopback.\n`,
    )
    await scan('First scan: everything is new')
    site.publishEdits()
    await scan('Second scan: only what changed is sent again (304)')
    const zone = await context.zone()
    const document = await overview.build({
      store,
      settings,
      now,
      zone,
      period: { from: now - 30 * DAY, to: now },
    })
    output.data(
      renderTerminal(document, { width: output.columns, colour: context.colour, ascii: false }),
    )
    output.say(
      `\n${server.requests().length} requests on loopback, ${formatDuration(Date.now() - begun)} in all.`,
    )
    output.say(`The store of this demo: ${path}\n\nType next:`)
    for (const line of nextCommands(context, file)) output.say(`  ${line}`)
  } finally {
    await store.close()
    await server.close()
  }
  return undefined
}

function nextCommands(context: Context, file: string): readonly string[] {
  // Who came by npx has no `listen` on the path.
  const program = context.environment.npm_command === 'exec' ? 'npx listen' : 'listen'
  return [
    `queue -c ${file}`,
    `search 'battery sentiment:negative' -c ${file}`,
    `inbox -c ${file}`,
  ].map((words) => `${program} ${words}`)
}
