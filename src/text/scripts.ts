/** How the letters of a script are put into words. */
export type ScriptGroup =
  /** Latin, Greek, Cyrillic: letters that look alike across them. */
  | 'alphabet'
  /** Written without blanks between words: Chinese, Japanese, Thai … */
  | 'run'
  /** Korean: blanks between words, with particles attached. */
  | 'hangul'
  | 'other'

const ALPHABET = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u
const RUN =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Yi}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\u30fc\uff70\uff9e\uff9f]/u
const HANGUL = /\p{Script=Hangul}/u

/** The group of a letter; give it one code point. */
export function scriptGroup(letter: string): ScriptGroup {
  if (ALPHABET.test(letter)) return 'alphabet'
  if (RUN.test(letter)) return 'run'
  return HANGUL.test(letter) ? 'hangul' : 'other'
}

/** Whether words of it are found by their characters in a row. */
export function hasRunScript(text: string): boolean {
  return RUN.test(text) || HANGUL.test(text)
}
