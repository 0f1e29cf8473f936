import { foldWord } from '../text/fold.ts'

/** Words of four letters and more that carry a subject, folded and with English endings cut: "exports" meets "export". */
export function subjectWords(text: string): readonly string[] {
  const bare = text.replaceAll(/https?:\/\/\S+|@\S+/giu, ' ')
  const found =
    bare.match(
      /[\p{L}\p{M}\p{N}]{4,}|\b(?:csv|pdf|api|app|sso|ios|mac|usb|tax|bug|fee|gui|cli|sql)s?\b/giu,
    ) ?? []
  return found
    .map((word) => foldWord(word))
    .filter((word) => !EVERYDAY.has(word))
    .map(stem)
}

function stem(word: string): string {
  if (word.length <= 5) return word.replace(/s$/u, '')
  return word.replace(/(?:ings?|ed|es|s|en|er)$/u, '').replace(/(.)\1$/u, '$1')
}

/** Words that say nothing about the subject. */
const EVERYDAY: ReadonlySet<string> = new Set(
  (
    'that this with have from your what when they them there their then than been were will would could should about just like some more very really also only into over after before because again does doing done make made ' +
    'know need want help thanks thank please sorry hello dear team here sure okay well good back time today work works working still even much many which while where these those every other ever never always being since seems anyone someone something thing things great love wish feature support would such using used uses ' +
    'dass eine einen einem einer auch noch aber oder wenn dann doch mein meine dein deine unser unsere nicht haben habe wird werden wurde kann können danke bitte hallo schon sehr mehr immer ' +
    'avec pour dans vous nous votre notre mais plus tout très bien merci bonjour être avoir cette comme aussi encore ' +
    'para como pero porque cuando este esta esto usted ustedes nuestro nuestra muy gracias hola tiene tengo hacer'
  ).split(' '),
)
