import { expect, it } from 'vitest'
import type { ActionName } from '../../src/tui/keymap.ts'
import { skippedRows } from '../../src/tui/reduce-list.ts'
import { currentRow, listOf, rangeOf } from '../../src/tui/state.ts'
import { aComplaint, aPage, NOW, temporaryStores } from '../store/builders.ts'
import { drive } from './desk.ts'
import { somePosts } from './inbox-store.ts'

const stores = temporaryStores()

async function opened(posts = somePosts()) {
  const store = await stores.open()
  await store.savePages([aPage(posts)])
  const driven = drive(store)
  const press = async (...names: readonly (ActionName | `:${string}`)[]) => {
    for (const name of names) {
      if (name.startsWith(':')) {
        driven.dispatch({ type: 'do', name: 'command' })
        driven.dispatch({ type: 'type', text: name.slice(1) })
        driven.dispatch({ type: 'submit' })
      } else driven.dispatch({ type: 'do', name: name as ActionName })
      await driven.settled()
    }
  }
  await press('reload')
  return { store, driven, press }
}

const textOf = (driven: Awaited<ReturnType<typeof opened>>['driven']) => {
  const row = currentRow(driven.state)
  return row?.kind === 'post' ? row.text : ''
}

it('counts repeat motions and name lines', async () => {
  const { driven, press } = await opened()
  await press('nextTab')
  driven.dispatch({ type: 'digit', digit: '1' })
  driven.dispatch({ type: 'digit', digit: '2' })
  await press('down')
  expect(listOf(driven.state).cursor).toBe(12)
  driven.dispatch({ type: 'digit', digit: '3' })
  await press('last')
  expect(listOf(driven.state).cursor).toBe(2)
  await press('last', 'down')
  expect(listOf(driven.state).cursor).toBe(44)
})

it('asks for more rows before the end is reached', async () => {
  const { driven, press } = await opened(somePosts(0, 450))
  await press('nextTab')
  expect(listOf(driven.state).rows).toHaveLength(200)
  await press('last')
  expect(listOf(driven.state).rows).toHaveLength(400)
  await press('last', 'last')
  expect(listOf(driven.state).rows).toHaveLength(450)
  expect(new Set(listOf(driven.state).rows.map(({ key }) => key)).size).toBe(450)
})

it('holds the rows around the cursor of a long list, and finds its way back without a gap', async () => {
  const { store, driven, press } = await opened(somePosts(0, 3000))
  await press('nextTab')
  const all = (await store.search({ now: NOW, zone: 'UTC', limit: 4000 })).map(({ post }) => post)
  expect(all).toHaveLength(3000)
  const atRow = () => {
    const list = listOf(driven.state)
    return skippedRows(list) + list.cursor
  }
  const isRight = () => currentRow(driven.state)?.key === all[atRow()]
  for (let page = 0; page < 150; page++) {
    await press('pageDown')
    expect(isRight(), `page ${page}`).toBe(true)
    expect(listOf(driven.state).rows.length).toBeLessThanOrEqual(2000)
  }
  await press('last')
  expect(atRow()).toBe(2999)
  for (let page = 0; page < 150; page++) {
    await press('pageUp')
    expect(isRight(), `page ${page} of the way back`).toBe(true)
    expect(listOf(driven.state).rows.length).toBeLessThanOrEqual(2000)
  }
  expect(atRow()).toBe(0)
  for (const _ of all.slice(0, 20)) await press('last')
  for (const digit of '7') driven.dispatch({ type: 'digit', digit })
  await press('last')
  expect(atRow()).toBe(6)
  expect(isRight()).toBe(true)
  for (const _ of all.slice(0, 20)) await press('last')
  await press('first')
  expect([atRow(), isRight()]).toEqual([0, true])
})

it('sees what came between the rows that it let go', async () => {
  const { store, driven, press } = await opened(somePosts(0, 2600))
  await press('nextTab')
  for (let n = 0; n < 20; n++) await press('last')
  const late = Array.from({ length: 30 }, (_, n) =>
    aComplaint({ id: `late${n}`, text: 'acme again', publishedAt: NOW - 600_000 * 3 - n }),
  )
  await store.savePages([aPage(late)])
  for (let n = 0; n < 200; n++) await press('pageUp')
  const all = (await store.search({ now: NOW, zone: 'UTC', limit: 4000 })).map(({ post }) => post)
  expect(listOf(driven.state).skipped).toEqual([])
  expect(listOf(driven.state).rows.map(({ key }) => key)).toEqual(
    all.slice(0, listOf(driven.state).rows.length),
  )
})

it('does not let go of a range', async () => {
  const { driven, press } = await opened(somePosts(0, 2600))
  await press('nextTab', 'range')
  for (let n = 0; n < 20; n++) await press('last')
  expect(rangeOf(driven.state)).toHaveLength(2000)
  await press('range')
  for (let n = 0; n < 20; n++) await press('last')
  expect(driven.state.marked.size).toBe(2000)
  expect(skippedRows(listOf(driven.state)) + listOf(driven.state).cursor).toBe(2599)
})

it('keeps the cursor, the marks and the line on the screen when posts arrive', async () => {
  const { store, driven, press } = await opened()
  await press('nextTab', 'pageDown', 'down', 'mark')
  const before = {
    text: textOf(driven),
    line: listOf(driven.state).cursor - listOf(driven.state).top,
  }
  const more = Array.from({ length: 30 }, (_, n) =>
    aComplaint({ id: `n${n}`, text: 'acme new', publishedAt: NOW - 10 }),
  )
  await store.savePages([aPage(more)])
  driven.dispatch({ type: 'news', news: { fresh: 30 } })
  await driven.settled()
  expect(listOf(driven.state).rows).toHaveLength(75)
  expect(textOf(driven)).toBe(before.text)
  expect(listOf(driven.state).cursor - listOf(driven.state).top).toBe(before.line)
  expect(driven.state.marked.size).toBe(1)
  expect(driven.state.fresh).toBe(30)
})

it('drops answers to filters that are no longer asked', async () => {
  const { driven } = await opened()
  driven.dispatch({ type: 'do', name: 'filter' })
  for (const text of ['num', 'ber', ' 3 ', 'screen']) driven.dispatch({ type: 'type', text })
  await driven.settled()
  expect(listOf(driven.state).rows).toHaveLength(1)
  expect(textOf(driven)).toContain('number 3')
  driven.dispatch({ type: 'edit', key: 'ctrl+u' })
  driven.dispatch({ type: 'type', text: '"number 2"' })
  await driven.settled()
  expect(textOf(driven)).toContain('number 2')
  driven.dispatch({ type: 'cancel' })
  await driven.settled()
  expect(listOf(driven.state).rows).toHaveLength(5)
})

it.each([
  [':label late', (post: { labels: readonly string[] }) => post.labels, ['late']],
  [':assign bo', (post: { assigned?: string }) => post.assigned, 'bo'],
  [
    ':note called them',
    (post: { notes: readonly { text: string }[] }) => post.notes.map(({ text }) => text),
    ['called them'],
  ],
  [':snooze reply', (post: { status?: string }) => post.status, 'snoozed'],
  [':close spam', (post: { status?: string }) => post.status, 'closed'],
  [
    ':correct positive praise',
    (post: { sentiment?: { label: string } }) => post.sentiment?.label,
    'positive',
  ],
  [':priority urgent', (post: { priority?: string }) => post.priority, 'urgent'],
  [':seen', (post: { seen: boolean }) => post.seen, true],
] as const)('%s does it, and undo takes it back', async (line, read, wanted) => {
  const { store, driven, press } = await opened()
  const number = currentRow(driven.state)?.key as number
  const before = read((await store.post(number)) as never)
  await press(line)
  expect(driven.state.message).toMatchObject({ kind: 'info' })
  expect(read((await store.post(number)) as never)).toEqual(wanted)
  await press('undo')
  expect(read((await store.post(number)) as never)).toEqual(before)
  await press('redo')
  expect(read((await store.post(number)) as never)).toEqual(wanted)
})

it('merges marked threads and takes a post out again', async () => {
  const { store, driven, press } = await opened()
  const [first, second] = listOf(driven.state).rows.map(({ key }) => key) as [number, number]
  await press('mark', 'mark', 'merge')
  expect((await store.post(second)).threadNumber).toBe((await store.post(first)).threadNumber)
  await press('undo')
  expect((await store.post(second)).threadNumber).not.toBe((await store.post(first)).threadNumber)
})

it('reports what failed in a batch', async () => {
  const { store, driven, press } = await opened()
  const [first] = listOf(driven.state).rows.map(({ key }) => key) as [number]
  await store.triage({ type: 'flag', flag: 'flag', on: true }, [first], 'bo')
  driven.dispatch({ type: 'do', name: 'markAll' })
  await press(':flag')
  expect(driven.state.message.text).toBe('flag: 4 posts · 1 already so · u takes it back')
})

it('goes through the doors with every marked post', async () => {
  const { driven, press } = await opened()
  await press('mark', 'mark', 'copyLink', ':pipe wc -l', ':export out.csv', 'web')
  expect(driven.told).toEqual([
    'copy https://forum.example/c4\nhttps://forum.example/c3',
    'pipe 2 to wc -l',
    'export out.csv',
    'open https://forum.example/c4',
  ])
})

it('keeps an answer as a draft before anything is said about it, and finds it again', async () => {
  const { store, driven, press } = await opened()
  await press('reply')
  expect(driven.state.page.kind).toBe('advice')
  expect(await store.outbox({})).toMatchObject([
    { state: 'draft', text: expect.stringContaining('Sorry') },
  ])
  await press('back', 'reply')
  expect(await store.outbox({})).toHaveLength(1)
  await press('send')
  expect(driven.state.message).toMatchObject({ kind: 'error', text: 'nobody answers from here' })
})

it('comes back to remembered places, also in another tab', async () => {
  const { driven, press } = await opened()
  await press('down', 'setMark')
  driven.dispatch({ type: 'letter', letter: 'a' })
  const text = textOf(driven)
  await press('nextTab', 'last', 'jumpMark')
  driven.dispatch({ type: 'letter', letter: 'a' })
  await driven.settled()
  expect(textOf(driven)).toBe(text)
})
