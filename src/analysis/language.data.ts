/** Small words that give a language away in a short post. Our own lists; the trained model uses letters besides. */
export const FUNCTION_WORDS: Readonly<Record<string, string>> = {
  en: 'the and you that is was for are with this have not but what all were when your can said there use how she which their will other about out many then them these some would make like him has look more day could go come did my sound no most who over know than call first people may down been now any new because its dont just get im they so on at it of to in by from we he be me our i a',
  es: 'el la los las de que y en un una es no por con para su al lo como más pero sus le ya o este sí porque esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos durante todos uno les ni contra otros ese eso ante ellos e esto mí antes algunos qué unos yo otro otras otra él tanto esa estos mucho quienes nada muchos cual poco ella estar estas algunas algo nosotros mi mis tú te ti tu tus estoy está están tiene tengo ser soy eres somos hace hola gracias bien hoy día',
  fr: 'le la les de des du un une et est en que qui dans pour pas sur ce il elle au aux avec ne se sont plus par je vous nous on mais ou où son sa ses cette ces mon ma mes ton ta tes leur leurs tout tous fait faire être avoir suis es sommes êtes ont ai as avez très bien comme si même aussi donc quand après avant chez c d l j qu n s m t était été cest jai nest pourquoi merci bonjour',
  de: 'der die das und ist in zu den mit von nicht ein eine für auf im dem des sich auch es an er sie ich wir ihr du so dass als bei oder war hat haben aus nach wie um am aber noch nur einen einem einer wird werden kann mir mich dir dich sind bin bist sein wenn was man vom zum zur über schon mehr sehr hier da dann doch jetzt heute immer wieder mal kein keine mein meine dein uns euch warum danke',
  it: 'il lo la i gli le di che e è un una in non per con del della dei delle da si sono al alla mi ma ho ha anche come più se ci questo questa nel nella sul o su tutto tutti lui lei noi voi loro mio mia tuo tua suo sua perché quando dove chi cosa essere avere fare sei siamo hai hanno era molto bene già ancora sempre oggi solo poi grazie ciao quello quella dell un all l',
  pt: 'o a os as de que e em um uma é não por com para do da dos das no na nos nas ao se mais mas foi como eu você ele ela eles nós meu minha seu sua isso esse essa este esta muito já também só até quando onde quem porque estou está são tem ter ser fazer vai vou tá pra pro hoje dia bem obrigado gente tudo sem pelo pela me te lhe nada ainda depois sou aqui lá',
  nl: 'de het een en van ik is dat niet in te op je met voor zijn er maar ook aan die om heb wat nog bij naar dan uit als wel zo kan hij ze we mijn over door hebben geen waar hoe nu meer worden deze dit moet jij jullie heeft ben was goed gaat',
  sv: 'och att det är som på för med inte jag av en den till har ett om så men de vi kan du från nu bara var när vad mig här ska där alla också han hon',
  da: 'og det er at på jeg en som for med til ikke af den har de et der så men vi du kan fra om var mig også skal hvad når han være',
  no: 'og det er som på jeg for med til ikke av den har en et så men vi du kan fra om var meg også skal hva når han være noe',
  pl: 'nie się i w na z że to do jest jak co ale tak po za od czy ja mnie jest już tylko jego przez dla był ten ma może są bardzo',
  tr: 've bir bu da de için ne çok ben sen o mi mı ama gibi daha var yok değil her olarak ile kadar sonra şey beni olan',
  id: 'yang dan di itu ini dengan untuk tidak dari saya ada aku kamu ke akan bisa juga sudah orang apa kalau sama lagi',
  fi: 'ja on ei se että en oli hän mutta ovat kun niin myös jos mitä nyt minä sinä tämä olen kuin vain',
  ro: 'și de la nu în că pe cu o un este din mai sunt pentru ce care dar si sa fi ai am când',
  cs: 'a se na je že v to jsem s z ale jak tak do by co jsou pro po mi si jen už byl',
}

/** The first share of a text's letters in a script that names its language. */
export const SCRIPT_LANGUAGES: readonly (readonly [string, number, number])[] = [
  ['ja', 0x3040, 0x30ff],
  ['ko', 0xac00, 0xd7a3],
  ['zh', 0x4e00, 0x9fff],
  ['ar', 0x600, 0x6ff],
  ['he', 0x590, 0x5ff],
  ['hi', 0x900, 0x97f],
  ['th', 0xe00, 0xe7f],
  ['el', 0x370, 0x3ff],
  ['ru', 0x400, 0x4ff],
  ['hy', 0x530, 0x58f],
  ['ka', 0x10a0, 0x10ff],
  ['ta', 0xb80, 0xbff],
  ['bn', 0x980, 0x9ff],
]
