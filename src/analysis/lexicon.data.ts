/**
 * Our own word lists: valence → words, by language. Written for this product; the trained model knows far more words,
 * these carry the fallback, the explanation and the clause scores.
 */
export const LEXICON: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  en: {
    '3': 'love loved loves loving amazing awesome excellent outstanding brilliant fantastic perfect superb wonderful flawless phenomenal incredible best magnificent adore stellar',
    '2': 'great good happy glad enjoy enjoyed enjoying enjoys impressed impressive recommend recommended thanks thank thx grateful delighted beautiful beat beats reliable smooth helpful friendly fun excited exciting congrats congratulations win winner winning wins favorite favourite awsome yay thrilled pleased proud lovely delicious cool epic solid gorgeous fab fabulous terrific better appreciate appreciated comfortable hilarious blessed',
    '1': 'nice like liked likes works working fast faster quick easy easier clean clear fine okay decent fair cheap affordable useful improved improvement fixed solved safe secure fresh cute sweet smart handy intuitive stable generous worth responsive polite interesting hope hopeful welcome promising saved efficient convenient free bright pretty lol haha hahaha fluent sharp pleasant satisfied wow',
    '-1': 'slow slower late delay delayed delays expensive pricey overpriced confusing confused weird odd noisy dirty difficult hard missing miss missed lost wait waiting stuck problem problems issue issues error errors bug bugs buggy glitch glitchy laggy lag lacks lacking bland dull limited complicated unclear mediocre meh tired bored boring worried concern concerned sorry unfortunately complain complaint complaints annoyed outdated uncomfortable cold rough cheaply heavy noise freezes freeze dead stop stopped refuse refused refuses denied deny doubt mess drop dropped drops down cancel cancelled canceled leave leaving unhappy regret lie lies lying',
    '-2': 'bad worse poor poorly sad angry upset hate hated hates hating broken broke breaks breaking fail failed fails failing failure failures crash crashed crashes crashing annoying frustrating frustrated frustration disappointed disappointing disappointment useless unacceptable unreliable unusable rude waste wasted wrong crap sucks suck sucked lame stupid ridiculous ripoff defective faulty damaged nightmare ignored ignore ignores unhelpful incompetent ugly fraud shame ashamed mad pathetic joke overcharged overcharging stole stolen steal cheated cheat misleading pissed outage unsafe dangerous burnt hurts hurt cry crying sick dreadful failing depressing depressed killed kill dies died death tragic',
    '-3': 'terrible horrible awful worst disgusting appalling atrocious abysmal scam scammed scammers scammer garbage trash shit shitty bullshit horrendous hateful fuck fucked vile rubbish disgrace disgraceful despicable horrid hideous',
  },
  es: {
    '3': 'encanta encantó encantan excelente increíble maravilloso maravillosa perfecto perfecta fantástico fantástica genial espectacular mejor amo adoro',
    '2': 'bueno buena buenos buenas gracias feliz felices contento contenta bien gran recomiendo recomendable hermoso hermosa lindo linda alegría bonito bonita felicidades guapa divertido orgullo orgulloso disfrutar éxito ganar ganamos quiero amor precioso preciosa',
    '1': 'fácil rápido rápida útil interesante gusta gustó ojalá mejorar gratis sonrisa jaja jajaja jajajaja suerte cómodo barato amable funciona',
    '-1': 'lento lenta caro cara tarde difícil problema problemas error espera esperando cansado cansada aburrido aburrida falta lástima queja quejas preocupa extraño sueño frío raro',
    '-2': 'mal malo mala malos malas peor triste odio odia roto rota fallo falla fallos decepción decepcionado decepcionante enfadado enfadada vergüenza mentira mentiras robo roban inútil inaceptable engaño miedo dolor muerte llorar lloro asco enferma enfermo fracaso feo fea estafa',
    '-3': 'horrible terrible pésimo pésima asqueroso asquerosa mierda basura fatal nefasto desastre puto puta maldito',
  },
  fr: {
    '3': 'adore adoré excellent excellente incroyable magnifique parfait parfaite génial géniale superbe fantastique meilleur meilleure sublime merveilleux',
    '2': 'bon bonne merci heureux heureuse content contente bravo aime aimé beau belle recommande bien joli jolie fier fière plaisir bonheur félicitations réussi réussite cool ravie ravi génie drôle',
    '1': 'facile rapide utile intéressant intéressante gratuit mieux sympa agréable pratique espoir mdr lol haha fonctionne sourire hâte',
    '-1': 'lent lente cher chère tard retard difficile problème problèmes erreur attente attends fatigué fatiguée ennuyeux manque dommage plainte bizarre inquiet froid panne bug',
    '-2': 'mauvais mauvaise pire triste déteste cassé cassée déçu déçue décevant décevante honte nul nulle mensonge inutile inadmissible inacceptable arnaque vol peur mort mal pleure colère malade ridicule énerve énervé échec grave',
    '-3': 'horrible terrible affreux affreuse merde catastrophe catastrophique dégueulasse putain scandaleux scandale honteux honteuse',
  },
  de: {
    '3': 'liebe liebt ausgezeichnet hervorragend perfekt fantastisch genial großartig wunderbar beste besten bester wunderschön traumhaft super',
    '2': 'gut gute guter gutes guten danke dank glücklich froh freue freut toll tolle toller tolles schön schöne schöner schönes empfehlen empfehle zufrieden klasse begeistert geil cool spaß glückwunsch erfolg lieben stolz freude lecker gewonnen',
    '1': 'einfach schnell schneller nützlich interessant günstig besser praktisch nett freundlich funktioniert kostenlos hoffe hoffentlich haha hilfreich angenehm sicher gern gerne mag lustig',
    '-1': 'langsam teuer spät verspätung schwierig problem probleme fehler warte warten wartet müde langweilig fehlt leider beschwerde komisch seltsam sorge kalt störung kündigen vermisse schade stress',
    '-2': 'schlecht schlechte schlechter schlechtes schlimm traurig hasse hass kaputt enttäuscht enttäuschend enttäuschung wütend ärgerlich nervt nutzlos inakzeptabel peinlich lüge lügen betrug betrüger angst tot krank dumm frechheit unverschämt falsch schmerzen weinen ärger',
    '-3': 'schrecklich furchtbar katastrophe katastrophal scheiße scheiss scheiß grauenhaft schlechteste schlechtesten abzocke mist müll saftladen ekelhaft grausam',
  },
  it: {
    '3': 'adoro amo eccellente incredibile meraviglioso meravigliosa perfetto perfetta fantastico fantastica stupendo stupenda migliore ottimo ottima splendido bellissimo bellissima',
    '2': 'buono buona buoni grazie felice contento contenta bravo brava bello bella belle bene consiglio complimenti gioia piace piaciuto auguri orgoglioso divertente vittoria amore bravi',
    '1': 'facile veloce utile interessante economico meglio comodo gentile funziona gratis spero sorriso haha ahah ahahah simpatico carino carina',
    '-1': 'lento lenta caro cara tardi ritardo difficile problema problemi errore attesa aspetto stanco stanca noioso manca purtroppo reclamo strano freddo peccato ansia',
    '-2': 'male cattivo cattiva peggio peggiore triste odio rotto rotta deluso delusa delusione arrabbiato vergogna bugie inutile inaccettabile truffa paura morte dolore piango brutto brutta ladri ridicolo fallimento scandalo malato',
    '-3': 'orribile terribile pessimo pessima schifo schifoso merda disastro vergognoso vergognosa cazzo indecente',
  },
  pt: {
    '3': 'adoro amei amo excelente incrível maravilhoso maravilhosa perfeito perfeita fantástico fantástica sensacional melhor ótimo ótima',
    '2': 'bom boa bons boas obrigado obrigada feliz contente bem recomendo lindo linda bonito bonita parabéns gostei gosto adorei legal top orgulho alegria divertido sucesso amor fofo fofa',
    '1': 'fácil rápido rápida útil interessante barato grátis tomara espero sorriso haha kkk kkkk kkkkk funciona simpático rsrs',
    '-1': 'lento lenta caro cara tarde difícil problema problemas erro espera esperando cansado cansada chato chata falta infelizmente reclamação estranho frio saudade pena demora',
    '-2': 'mau má ruim pior triste odeio ódio quebrado quebrada decepção decepcionado decepcionada raiva vergonha mentira inútil inaceitável golpe medo morte dor chorar chorando feio feia doente ridículo fracasso mal roubo',
    '-3': 'horrível terrível péssimo péssima nojo lixo merda desastre porra caralho absurdo',
  },
}

/** Emoji by valence. */
export const EMOJI_LEXICON: Readonly<Record<string, string>> = {
  '3': '😍 🥰 ❤ 🤩 💖 💕 😻 💯',
  '2': '😀 😃 😄 😁 😊 🙂 😘 👍 🎉 🥳 😎 👏 🙏 💪 ♥ 💙 💚 💛 💜 🧡 🔥 😇 🤗 ☺ 🙌',
  '1': '😂 🤣 😉 😋 😜 😆 ✨ ⭐ 👌 🎊 ✅ 😅',
  '-1': '😐 😑 🙄 😕 😬 🤔 😴 😒 😓 😪 ❌',
  '-2': '😞 😔 😢 😭 😠 👎 😣 😖 😩 😫 😤 💔 😟 🙁 ☹ 😥 😰 😨 😱 🤦 😷',
  '-3': '😡 🤬 🤮 🤢 💩 🖕 👿',
}

/** Words that turn what follows, up to the end of the clause; by language. */
export const NEGATORS: Readonly<Record<string, string>> = {
  en: "not no never nt dont doesnt didnt isnt wasnt arent werent cant cannot couldnt wont wouldnt shouldnt hasnt havent hadnt aint without neither nor nobody nothing none hardly barely zero dont't",
  es: 'no nunca ni sin jamás tampoco nada nadie ningún ninguna',
  fr: 'pas jamais ni sans aucun aucune rien plus personne',
  de: 'nicht kein keine keinen keiner keinem nie niemals ohne nichts weder kaum nix',
  it: 'non mai né senza nessun nessuno nessuna niente nulla mica',
  pt: 'não nunca nem sem jamais nada ninguém nenhum nenhuma',
}

/** Words that end a negation's reach, as punctuation does. */
export const SCOPE_ENDS: Readonly<Record<string, string>> = {
  en: 'but however although though except yet because and so which who that when if',
  es: 'pero aunque sino porque y',
  fr: 'mais sauf parce et',
  de: 'aber sondern jedoch doch weil und',
  it: 'ma però perché e',
  pt: 'mas porém porque e',
}

/** Strengtheners (×1.3) and softeners (×0.6). */
export const STRENGTHENERS =
  'very really so extremely absolutely totally completely super incredibly too utterly soooo fucking damn muy super tan très trop vraiment tellement sehr wirklich total echt extrem molto davvero troppo muito demais realmente'
export const SOFTENERS =
  'slightly somewhat little bit kinda sorta fairly rather quite poco algo un peu assez etwas ziemlich leicht abbastanza poco pouco meio'
