import type { Context } from '../context.ts'
import { type PersonGroup, type PersonRow, readPeople } from '../dialogue/people.ts'
import { formatPercent } from '../format/number.ts'
import { formatAge } from '../format/time.ts'
import type { CommandModule, Options } from './command.ts'
import { parseChoice, parseLimit } from './options.ts'
import { clauseOf, printRows } from './printing.ts'

const GROUPS: readonly PersonGroup[] = ['advocate', 'detractor', 'newcomer', 'lapsed', 'other']

export const command: CommandModule = {
  configure: (command) =>
    void command
      .option('--group <name>', `only ${GROUPS.join(', ')}`)
      .option('-n, --limit <number>', 'at most so many', parseLimit, 30)
      .addHelpText('after', '\nNext: listen person WHO'),
  run: (context, _args, options) => runPeople(context, options),
}

/** Advocates, detractors, newcomers and who lapsed: each with the step they stand on and what to do next. */
export async function runPeople(context: Context, options: Options): Promise<undefined> {
  const group =
    options.group === undefined ? undefined : parseChoice('--group', String(options.group), GROUPS)
  const store = await context.store('read')
  const now = context.now()
  const view = await readPeople(store, { now, zone: await context.zone() })
  const rows = view.rows
    .filter((row) => group === undefined || row.group === group)
    .slice(0, options.limit as number)
  printRows<PersonRow>(
    context,
    rows,
    [
      { key: 'name', title: 'who', value: ({ name }) => name },
      { key: 'group', title: 'group', value: ({ group: own }) => own },
      { key: 'step', title: 'step', priority: 2, value: ({ place }) => place.step },
      { key: 'next', title: 'next', priority: 2, value: ({ place }) => place.nextStep },
      { key: 'posts', title: 'posts', align: 'right', value: ({ summary }) => summary.posts },
      {
        key: 'positive',
        title: '+',
        align: 'right',
        priority: 3,
        value: ({ summary }) => summary.positive,
      },
      {
        key: 'negative',
        title: '−',
        align: 'right',
        priority: 3,
        value: ({ summary }) => summary.negative,
      },
      {
        key: 'last',
        title: 'last',
        align: 'right',
        value: ({ summary }) =>
          summary.lastAt === undefined ? '–' : formatAge(now - summary.lastAt),
      },
      {
        key: 'latest',
        title: 'latest',
        grow: true,
        min: 16,
        value: ({ latest }) => (latest ? clauseOf(latest, 200) : ''),
      },
    ],
    ({ name, group: own, place, summary }) => ({
      name,
      group: own,
      step: place.step,
      next: place.nextStep,
      ...summary,
    }),
  )
  if (rows.length === 0) context.output.say('nobody yet')
  else if (!context.json) context.output.say(peopleWords(view))
  return undefined
}

function peopleWords({ counts, advocateShare }: Awaited<ReturnType<typeof readPeople>>): string {
  const share = advocateShare
    ? `; ${formatPercent(advocateShare.rate)} of those who took a side are advocates (a proxy, not a survey)`
    : ''
  return `${counts.advocate} advocates, ${counts.detractor} detractors, ${counts.newcomer} newcomers, ${counts.lapsed} lapsed${share}`
}
