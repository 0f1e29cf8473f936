import type { Context } from '../context.ts'
import { safeLine } from '../format/safe-text.ts'
import type { PlannedChannel } from '../scan/plan.ts'
import { readSpent } from '../scan/spending.ts'
import type { Store } from '../store/store.ts'
import { exists } from '../system/files.ts'

/** Says, before anything is asked, what the services that charge may cost, and how much of it is used. */
export async function saySpending(
  context: Context,
  plan: { readonly channels: readonly Pick<PlannedChannel, 'setting' | 'source'>[] },
  opened?: Store,
): Promise<void> {
  const charged = new Map(
    plan.channels
      .filter(({ source }) => source.spending !== undefined)
      .map(({ setting, source }) => [setting.name, source.spending?.(setting.settings)]),
  )
  if (charged.size === 0) return
  const store = opened ?? (await openKnown(context))
  for (const [name, limit] of charged) {
    if (limit === undefined) continue
    const used = store === undefined ? 0 : await readSpent(store, name, context.now())
    context.output.say(
      `${safeLine(name)}: reads at most ${limit.month} ${limit.unit} a month, ${used} of them used; ${limit.price}. Change it with limit:`,
    )
  }
}

/** The store, where one is there already. */
async function openKnown(context: Context): Promise<Store | undefined> {
  return (await exists(await context.storePath())) ? context.store('read') : undefined
}
