import { type Line, type Segment, seg } from './lines.ts'
import type { Role } from './theme.ts'

interface Dress {
  readonly weight?: 'bold' | 'dim'
  readonly colour?: 'bad' | 'good' | 'warn' | 'accent'
}

const NAKED: Dress = {}

/** What each parameter that the report renderer writes changes. */
const CHANGES: Readonly<Record<string, (dress: Dress) => Dress>> = {
  '0': () => NAKED,
  '1': (dress) => ({ ...dress, weight: 'bold' }),
  '2': (dress) => ({ ...dress, weight: 'dim' }),
  '22': ({ weight: _weight, ...rest }) => rest,
  '31': (dress) => ({ ...dress, colour: 'bad' }),
  '32': (dress) => ({ ...dress, colour: 'good' }),
  '33': (dress) => ({ ...dress, colour: 'warn' }),
  '36': (dress) => ({ ...dress, colour: 'accent' }),
  '39': ({ colour: _colour, ...rest }) => rest,
}

/** A line of a coloured report as segments with roles, so that the theme of the screen holds for it too. */
export function readStyledLine(text: string): Line {
  const segments: Segment[] = []
  let dress = NAKED
  // Split by a pattern with a group: texts stand at even places, parameters at odd ones.
  for (const [index, part] of text.split(SGR).entries()) {
    if (index % 2 === 1) {
      for (const code of part.split(';')) dress = CHANGES[code || '0']?.(dress) ?? dress
    } else if (part !== '') segments.push(seg(part, roleOf(dress)))
  }
  return { segments }
}

const SGR = /\u001b\[([\d;]*)m/

function roleOf({ weight, colour }: Dress): Role | undefined {
  if (weight === 'bold') return HEAVY[colour ?? 'none']
  return colour ?? weight
}

const HEAVY = { none: 'bold', accent: 'key', warn: 'hit', bad: 'bad', good: 'good' } as const
