import { openStore } from '../../src/store/open.ts'
import { aComplaint, aMatch, aPage, CHANNEL, NOW, POLICY } from './plain-builders.ts'

/*
 * Run by tests, to be killed or to write beside others. It tells on standard output what was acknowledged:
 *   pages PATH        pages of 20 posts with the cursor that follows them, on and on
 *   numbers PATH ID N N posts of its own, each flagged
 *   lease PATH        holds the lease of one channel until it is killed
 *   big PATH          one page that is larger than the file may grow; tells what that gives
 */
const [what, path = '', ...rest] = process.argv.slice(2)
const store = await openStore({ path, policy: POLICY, now: () => NOW })
const say = (line: string) => process.stdout.write(`${line}\n`)

if (what === 'pages') {
  const state = await store.channelState(CHANNEL)
  for (let page = Number(state?.state ?? 0) + 1; ; page++) {
    const posts = Array.from({ length: 20 }, (_, index) => aComplaint({ id: `p${page}-${index}` }))
    await store.savePages([aPage(posts, { state: page })])
    say(String(page))
  }
} else if (what === 'numbers') {
  const [id = '', count = '0'] = rest
  for (let at = 0; at < Number(count); at++) {
    const [saved] = await store.savePages([aPage([aMatch({ id: `${id}-${at}` })])])
    const number = saved?.posts[0] ?? 0
    await store.triage({ type: 'flag', flag: 'mine', on: true }, [number], id)
  }
  await store.close()
} else if (what === 'big') {
  const posts = Array.from({ length: 500 }, (_, at) =>
    aMatch({ id: `b${at}`, text: `long ${at} `.repeat(1000) }),
  )
  const said = await store
    .savePages([aPage(posts, { state: 'moved' })])
    .catch((error: unknown) => (error as Error).message)
  say(String(said))
  await store.close()
} else {
  const lease = await store.lease([CHANNEL])
  say(`granted ${lease.granted.length} held ${lease.held.map(({ pid }) => pid).join()}`)
  // Kept alive by a timer until somebody ends it.
  setInterval(() => {}, 1000)
}
