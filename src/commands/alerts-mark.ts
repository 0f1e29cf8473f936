import { NotFoundError, UsageError } from '../errors.ts'
import { type Mark, markAlert } from '../reports/alert-state.ts'
import { changeState } from './alert-delivery.ts'
import type { CommandModule } from './command.ts'
import { parseChoice } from './options.ts'

export const command: CommandModule = {
  configure: (command) =>
    void command
      .argument('<id>', 'the number of an alert, as listen alerts and its message show it')
      .argument('<verdict>', 'useful, useless, or none to take it back')
      .addHelpText('after', '\nExample:\n  listen alerts mark 12 useless'),
  run: async (context, [id, verdict]) => {
    const number = Number(id)
    if (!Number.isSafeInteger(number) || number < 1)
      throw new UsageError(`"${String(id).slice(0, 40)}" is no number of an alert`)
    const mark = parseChoice('the verdict', String(verdict), ['useful', 'useless', 'none'] as const)
    const store = await context.store('write')
    let isKnown = false
    await changeState(store, (state) => {
      const next = markAlert(state, number, mark === 'none' ? undefined : (mark satisfies Mark))
      isKnown = next !== undefined
      return next ?? state
    })
    if (!isKnown)
      throw new NotFoundError(`there is no alert ${number}`, { hint: 'see listen alerts' })
    context.output.say(
      mark === 'none' ? `alert ${number} is not marked` : `alert ${number}: ${mark}`,
    )
    return undefined
  },
}
