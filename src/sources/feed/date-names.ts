/** Months by the beginnings that tell them apart, without accents and in lower case, January first. */
const MONTHS: readonly string[] = [
  'jan janv january januar januari janvier enero ene gennaio gen janeiro styczen stycznia sty leden ledna ocak oca januarius ιαν ιανουαριου ян янв января січ січня janar',
  'feb feber febr february februar februari fevrier fev fevr febrero febbraio fevereiro luty lutego lut unor unora subat sub φεβ φεβρουαριου фев февр февраля лют лютого',
  'mar mars marz march maart mrt marzo marco marec marzec marca brezen brezna mart marz mrz mars marc marcius maerz μαρ μαρτιου мар март марта бер березня',
  'apr apri april avr avril abr abril aprile kwiecien kwietnia kwi duben dubna nisan nis aprilis απρ απριλιου апр апреля квіт кві квітня',
  'may mai mei maj mayo maggio mag maio maja kveten kvetna mayis majus μαι μαιου май маи мая трав травня μαϊ',
  'jun june juni juin junio giugno giu junho czerwiec czerwca cze cerven cervna haziran haz junius ιουν ιουνιου июн июнь июня черв червня',
  'jul july juli juil juillet julio luglio lug julho lipiec lipca lip cervenec cervence temmuz tem julius ιουλ ιουλιου июл июль июля лип липня',
  'aug august augustus aout agosto ago sierpien sierpnia sie srpen srpna agustos agu augusztus αυγ αυγουστου авг августа серп серпня',
  'sep sept september septembre septiembre settembre set setembro wrzesien wrzesnia wrz zari eylul eyl szept szeptember σεπ σεπτ σεπτεμβριου сен сент сентября вер вересня septembar',
  'oct october okt oktober octobre octubre ottobre ott outubro out pazdziernik pazdziernika paz rijen rijna ekim eki οκτ οκτωβριου окт октября жовт жовтня',
  'nov november novembre noviembre novembro listopad listopada lis kasim kas νοε νοεμβριου ноя нояб ноября листопада',
  'dec december dez dezember decembre diciembre dic dicembre dezembro grudzien grudnia gru prosinec prosince aralik ara δεκ δεκεμβριου дек декабря груд грудня des desember',
]

const BY_NAME: ReadonlyMap<string, number> = new Map(
  MONTHS.flatMap((names, index) => names.split(' ').map((name) => [name, index + 1] as const)),
)

/** 1 for January, or undefined when the word is no month in a language known here. */
export function monthOf(word: string): number | undefined {
  const lower = word.toLowerCase()
  const known = BY_NAME.get(lower)
  if (known !== undefined || /^[a-z]*$/.test(lower)) return known
  const plain = lower.normalize('NFD').replace(/\p{M}/gu, '').replace(/ı/g, 'i').replace(/ł/g, 'l')
  return BY_NAME.get(plain)
}

/** Hours east of Greenwich of the names that stand in dates; where a name has two meanings, the commoner in feeds. */
const ZONES: Readonly<Record<string, number>> = {
  z: 0, ut: 0, utc: 0, gmt: 0, wet: 0, west: 1, bst: 1, cet: 1, met: 1, mez: 1, cest: 2, mest: 2, mesz: 2, eet: 2,
  eest: 3, sast: 2, msk: 3, msd: 4, ist: 5.5, pkt: 5, ict: 7, wib: 7, sgt: 8, hkt: 8, awst: 8, jst: 9, kst: 9,
  acst: 9.5, acdt: 10.5, aest: 10, aedt: 11, nzst: 12, nzdt: 13, ast: -4, adt: -3, est: -5, edt: -4, et: -5, cst: -6,
  cdt: -5, ct: -6, mst: -7, mdt: -6, mt: -7, pst: -8, pdt: -7, pt: -8, akst: -9, akdt: -8, hst: -10, brt: -3, art: -3,
} // biome-ignore format: a table

/** Minutes east of Greenwich of `Z`, `+0100`, `-5`, `GMT+01:00`, `EST`; undefined when the name is not known. */
export function zoneMinutes(written: string): number | undefined {
  const text = written.toLowerCase().replace(/ /g, '')
  const offset = /^(?:gmt|utc|ut|z)?([+-])(\d{1,2}):?(\d{2})?$/.exec(text)
  if (offset === null) return Object.hasOwn(ZONES, text) ? (ZONES[text] ?? 0) * 60 : undefined
  const minutes = Number(offset[2]) * 60 + Number(offset[3] ?? 0)
  if (minutes > 15 * 60) return undefined
  return offset[1] === '-' ? -minutes : minutes
}
