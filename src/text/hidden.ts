/** The inside of a character class of a `u` expression. */
export const HIDDEN_CLASS = String.raw`\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\u{e0000}-\u{e0fff}`

/**
 * Characters that show nothing and must not hide a word: soft hyphen, zero-width and bidi controls, variation
 * selectors, fillers, tags.
 */
export const HIDDEN = new RegExp(`[${HIDDEN_CLASS}]`, 'gu')
