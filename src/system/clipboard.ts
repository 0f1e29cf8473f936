/** What terminals take at once; more is cut by some and hangs others. */
const MOST_BYTES = 74_000

/**
 * The sequence that asks the terminal to copy a text (OSC 52); works over ssh. Undefined where the text is too long.
 * Inside tmux the sequence goes through its own clipboard support, so no wrapping is needed.
 */
export function copySequence(text: string): string | undefined {
  const bytes = Buffer.from(text, 'utf8')
  return bytes.length > MOST_BYTES ? undefined : `\u001b]52;c;${bytes.toString('base64')}\u0007`
}
