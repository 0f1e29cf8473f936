/** Sends one draft to a server and tells what became of it: one of several processes of the tests. */
import { sendDraft } from '../../src/dialogue/outbox.ts'
import { SourceError } from '../../src/errors.ts'
import type { ReplyRequest, ReplyResult } from '../../src/sources/source.ts'
import { openStore } from '../../src/store/open.ts'
import { POLICY } from '../store/policy.ts'

const [path = '', id = '', url = ''] = process.argv.slice(2)

async function send(wanted: ReplyRequest): Promise<ReplyResult> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      body: JSON.stringify(wanted),
      headers: { 'idempotency-key': wanted.key },
    })
    const { number } = (await answer.json()) as { number: number }
    const at = Date.now()
    return {
      outcome: 'sent',
      post: {
        platform: 'forum',
        source: 'forum',
        id: `r${number}`,
        url: `${url}/${number}`,
        kind: 'comment',
        text: wanted.text,
        author: { id: 'us' },
        publishedAt: at,
        publishedPrecision: 'second',
        collectedAt: at,
        parent: wanted.to.id,
      },
    }
  } catch (error) {
    return { outcome: 'unknown', error: new SourceError('unreachable', String(error)) }
  }
}

const store = await openStore({ path, policy: POLICY, now: Date.now })
try {
  const entry = await sendDraft({ store, id: Number(id), send })
  process.stdout.write(entry.state)
} catch (error) {
  process.stdout.write((error as Error).name)
} finally {
  await store.close()
}
