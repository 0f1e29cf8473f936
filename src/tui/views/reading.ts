import { safeBlock, safeLine } from '../../format/safe-text.ts'
import { createZoneClock, formatAge } from '../../format/time.ts'
import { padToWidth, wrapToWidth } from '../../format/width.ts'
import { WORDS } from '../deeds.ts'
import type { Keymap } from '../keymap.ts'
import { EMPTY, type Line, line, seg } from '../lines.ts'
import type { DraftInHand, State } from '../state.ts'

/** Every key and every word, drawn from the tables. */
export function helpLines(keymap: Keymap, width: number): readonly Line[] {
  return [
    line(seg('Keys', 'bold'), seg('   a number before a motion repeats it: 5j', 'dim')),
    ...keymap.bindings.map((binding) =>
      line(
        '  ',
        seg(padToWidth(binding.keys.join(' '), 21), 'key'),
        ` ${padToWidth(binding.help, 62)}`,
        ...(width < 110 ? [] : [seg(` ${binding.action}: ${binding.views.join(', ')}`, 'dim')]),
      ),
    ),
    EMPTY,
    line(seg('Words behind :', 'bold'), seg('   tab completes, the beginning is enough', 'dim')),
    ...WORDS.map(({ usage, help }) => line('  ', seg(padToWidth(usage, 26), 'key'), ` ${help}`)),
    EMPTY,
    line(seg('Signs of the list', 'bold')),
    line('  • unseen   ! flagged   ✓ closed   z snoozed   w waits for them   * marked   > cursor'),
    line('  + happy   − unhappy   · neutral   ? unscored   #n is the number of a post'),
    EMPTY,
    line(
      seg('Mouse', 'bold'),
      '   the wheel scrolls, a click chooses, a second click opens; shift selects text',
    ),
  ]
}

export function logLines(state: State, zone: string): readonly Line[] {
  const clock = createZoneClock(zone)
  if (state.log.length === 0) return [line(seg('nothing was said yet', 'dim'))]
  return state.log.map(({ text, kind, at }) =>
    line(
      seg(`${clock.minute(at).slice(11)} `, 'dim'),
      seg(safeLine(text), kind === 'error' ? 'bad' : undefined),
    ),
  )
}

/** An answer and what can be said about it before it goes. */
export function adviceLines(
  draft: DraftInHand,
  look: { readonly width: number; readonly now: number; readonly zone: string },
): readonly Line[] {
  const { advice } = draft
  const clock = createZoneClock(look.zone)
  const body = (text: string) =>
    wrapToWidth(safeBlock(text), Math.max(8, look.width - 4)).map((part) => line('  ', part))
  return [
    line(
      seg(`Your answer to ${safeLine(draft.who)}`, 'bold'),
      seg(`   draft ${draft.id}, kept in the outbox`, 'dim'),
    ),
    EMPTY,
    ...body(draft.text),
    EMPTY,
    line(seg('Before it goes', 'bold')),
    ...advice.checklist.map(({ ok, name, why }) =>
      line(
        ok ? seg('  ✓ ', 'good') : seg('  ! ', 'warn'),
        `${padToWidth(name.replaceAll('-', ' '), 20)} `,
        seg(safeLine(why), 'dim'),
      ),
    ),
    ...(advice.length === undefined
      ? []
      : [
          line(
            seg(advice.length.tooLong ? '  ! ' : '  ✓ ', advice.length.tooLong ? 'bad' : 'good'),
            `${advice.length.count} of ${advice.length.limit} ${advice.length.unit}`,
          ),
        ]),
    ...(advice.similar === undefined
      ? []
      : [
          line(
            seg('  ! ', 'warn'),
            `${Math.round(advice.similar.similarity * 100)} % like your answer of ${formatAge(look.now - advice.similar.at)} ago: `,
            seg(safeLine(advice.similar.text), 'dim'),
          ),
        ]),
    ...advice.promises.map(({ phrase, due }) =>
      line(
        seg('  · ', 'accent'),
        `a promise: ${safeLine(phrase)}, due ${clock.minute(due)}; it is noted when the answer goes`,
      ),
    ),
    EMPTY,
    draft.obstacle === undefined
      ? line(seg('s', 'key'), ' sends it now')
      : line(seg('It cannot be sent from here: ', 'warn'), safeLine(draft.obstacle)),
    line(
      seg('e', 'key'),
      ' write on   ',
      seg('y', 'key'),
      ' copy it and open the page   ',
      seg('R', 'key'),
      ' it was sent by hand   ',
      seg('D', 'key'),
      ' drop   ',
      seg('escape', 'key'),
      ' later',
    ),
  ]
}
