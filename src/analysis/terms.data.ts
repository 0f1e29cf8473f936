/**
 * Words that stand in every talk and name no topic, by language, without apostrophes: grammar, numbers, times, and what
 * people say of anything. Our own lists. Words like "sound" or "screen" must not stand here: they are topics.
 */
export const EMPTY_WORDS: Readonly<Record<string, string>> = {
  en: `a able about above across actually after again against ago ahead ain all almost alone along already also although
    always am among an and another any anybody anymore anyone anything anyway anywhere apart are aren arent around as ask
    asked asking asks at away back bad badly barely be became because become becomes been before began begin behind being
    believe below beside besides best better between beyond big bit both bring brings but by call called calling came can
    cannot cant care case cause certain certainly clear clearly come comes coming completely could couldn couldnt couple
    day days definitely did didn didnt different do does doesn doesnt doing don done dont down due during each early easy
    eight either else end ended ends enough entire especially even ever every everybody everyone everything everywhere
    exactly except far feel feels felt few fifth find finds fine first five for forever former found four from full
    fully further gave general get gets getting give given gives giving glad go goes going gone gonna good got gotten
    great guess guy guys had hadn happen happened happens hard hardly has hasn hasnt hate have haven havent having he
    hear heard hello help helped helps hence her here hers herself hey hi high him himself his hope hour hours how
    however hundred i if ill im in indeed instead into is isn isnt it its itself ive just keep keeps kept kind kinda knew
    know known knows last lately later latter least leave left less let lets like liked likely likes little lol long
    longer look looked looking looks lot lots loud love loved loves low made mainly make makes making many may maybe me
    mean means meant met might mine minute minutes moment month months more morning most mostly much must my myself name
    near nearly need needed needs neither never new next nice night nine no nobody none nor not nothing now nowhere of
    off often oh ok okay old omg on once one ones only onto open or other others otherwise ought our ours ourselves out
    over own part past people per perfect perfectly perhaps person place please plus point pretty probably promise
    properly put puts quickly quite rather re read really reason recently right rt said same saw say saying says second
    see seem seemed seems seen send sent set seven several shall she should shouldn shouldnt show shown shows side simply
    since six small so some somebody somehow someone something sometimes somewhere soon sorry sort start started starts
    still stop stopped stops such sure surely ten than thank thanks that thats the their theirs them themselves then
    there therefore theres these they theyre thing things think thinks third this those though thought thousand three
    through throughout thus till time times to today together told tomorrow tonight too took totally toward towards
    tried tries truly try trying turn turned turns twice two under unless until up upon us use used useful uses using
    usual usually very via want wanted wants was wasn wasnt watch way ways we week weeks well went were weren what
    whatever whats when whenever where whether which while who whole whom whose why will wish with within without won
    wonder wonderful write writes writing wrote written lose wont word words work worked working works worse worst would wouldn wouldnt wrong wow year years yes
    yesterday yet you youre your yours yourself youve zero hundreds anyways amp com www http https feels others dear
    else wait waited waiting seconds half ask answer answers answers answered agree sell sold buy bought pay paid tell tells take takes taken taking note hand
    moved move moves change changed changes`,
  es: `a acá ahora ahí al algo alguien algún alguna algunas alguno algunos allá allí ante antes año años aquel aquella aquí
    así aún aunque ayer bajo bastante bien bueno buena cada casi como cómo con contra cosa cosas cual cualquier cuando
    cuándo cuanto cuatro da dan dar de debe deben decir del demasiado dentro desde después día días dice dijo donde dos
    durante e el él ella ellas ellos en entonces entre era eran eres es esa esas ese eso esos esta está están estaba
    estar estas este esto estos estoy etc favor fin fue fueron fui gente gracias gran ha había hace hacen hacer hacia han
    has hasta hay he hola hora horas hoy igual incluso ir jamás la las le les lo los luego más mañana me mejor menos mes
    meses mi mí mientras mis mismo misma mucho mucha muchos muy nada nadie ni ningún ninguna no nos nosotros nuestra
    nuestro nueva nuevo nunca o os otra otro otros otras para parece pero peor poco por porque primera primero pudo puede
    pueden puedo pues que qué quien quién quiere quiero quizá sé se sea según ser será si sí sido siempre siendo sigue
    sin sino sobre sois solo sólo somos son soy su sus tal también tampoco tan tanto te tener tengo ti tiempo tiene tienen
    toda todas todavía todo todos tres tu tú tus un una uno unos unas usted va vamos van ve veces ver vez voy vuelta y ya
    yo dejar deja hecho semana semanas sigo alguna otra vuelve desde cuesta`,
  fr: `a ai aie ainsi alors après assez au aucun aucune aujourd auquel aussi autre autres aux avant avec avez avoir avons
    beaucoup bien bon bonjour bonne car ce ceci cela celle celui cent ces cet cette ceux chaque chez chose choses ci comme
    comment contre d dans de deja déjà depuis dernier des deux devant dire dit dois doit donc dont du elle elles en encore
    enfin entre es est et étaient était etc été être eu eux faire fait faut fois font hier hui ici il ils j jamais je jour
    jours juste l la là le les leur leurs loin lors lui m ma mais mal me même mêmes merci mes mieux mis moi moins mois mon
    n ne ni nom non nos notre nous nouveau nouvelle on ont ou où oui par parce pas pendant personne peu peut peuvent peux
    plus plusieurs plutôt pour pourquoi pouvez premier près prend presque puis qu quand quatre que quel quelle quelque
    quelques qui quoi rien s sa sans se selon semaine sera serait ses seul seule si soit son sont sous souvent suis sur t
    ta tant te tel temps tes toi ton toujours tous tout toute toutes très trois trop tu un une va vais vers veut veux vient
    voilà voir vont vos votre vous vrai vraiment y`,
  de: `ab aber alle allem allen aller alles als also am an andere anderen anders auch auf aus bei beim bekomme bekommen bereits
    besser bin bis bisher bist bitte da dabei dafür daher damit danach danke dann daran darauf darum das dass davon dazu
    dein deine dem den denn der des deshalb dich die dies diese diesem diesen dieser dieses dir doch dort drei du durch
    ein eine einem einen einer eines einfach einmal endlich er erst erste es etwas euch euer fast für ganz gar geben gegen
    gehen geht gemacht genau gerade gern gestern gibt ging gleich gut gute guten hab habe haben hallo hat hatte hatten
    heute hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins ist ja jahr jahre je jede jeden
    jeder jedes jemand jetzt kam kann kannst kaum kein keine keinem keinen keiner kommt können könnte lang lange lassen
    leider letzte letzten lässt mache machen macht mal man mehr mein meine meinem meinen meiner mich mir mit monat monate
    morgen muss müssen nach nachdem nächste nein neu neue neuen neuer neues nicht nichts nie niemand noch nun nur ob obwohl oder
    oft ohne paar schlecht schon sehr sei seid sein seine seinem seinen seiner seit seitdem selbst sich sie sind so
    sogar soll sollte sonst stunde stunden tag tage tagen trotz tun über überhaupt um und uns unser unsere unter viel
    viele vielen vielleicht vier vom von vor wann war waren warum was weg weil weiter welche wenig weniger wenn wer werde
    werden weshalb wie wieder wieso will wir wird wirklich wo woche wochen wollen worden wurde wurden würde zeit zu zum
    zur zurück zwar zwei zwischen halt eben echt statt steht sieht heißt`,
  it: `a abbiamo abbastanza adesso ai al alcuni alla alle allo allora altra altre altri altro anche ancora anni anno appena
    aver avere aveva avevo avuto bella bello ben bene buon buona c che chi ci ciao circa ciò coi col come con contro cosa
    cose così cui da dagli dai dal dalla dalle dare davvero degli dei del della delle dello dentro deve di dice dire dopo
    dopo dove due dunque e è ecco ed era erano ero essere fa fai fare fatto fino forse fra fuori già giorni giorno gli
    grande grazie ha hai hanno ho i ieri il in indietro io la lavoro le lei li lo loro lui ma mai mal me meglio meno mentre
    mese mesi mi mia mie miei mio molta molte molti molto ne né nel nella nelle nessun nessuna nessuno niente no noi non
    nostra nostro nulla nuova nuovo o oggi ogni ora ore oppure per perché però più poco poi posso possono prima primo
    proprio può qua qual qualche qualcosa qualcuno quale quando quanto quasi quattro quel quella quelli quello questa
    queste questi questo qui quindi sarà se sei sempre sembra senza settimana settimane si sì sia sono sopra sotto sta
    stato stata sto su sua sue sui sul sulla suo suoi tanto te tempo ti tra tre troppo tu tua tuo tutta tutte tutti tutto
    un una uno va vedere verso vi via voglio voi volta volte vostra vostro vuole`,
  pt: `a acho agora aí ainda algo alguém algum alguma alguns além ali ano anos antes ao aos apenas após aquela aquele aqui as
    assim até através bem boa bom cada casa cá com como contra coisa coisas da dá das de dela dele deles demais depois
    desde desse desta deste deve dia dias disse diz do dois dos duas durante e é ela elas ele eles em então entre era
    eram essa essas esse esses esta está estão estar estas este estes estou eu fala faz fazer fazem fez fica ficou foi
    foram for fora gente grande há hoje hora horas ir isso isto já lá lhe logo maior mais mal mas me melhor menos mês
    mesma mesmo mesmos meses meu meus minha minhas muita muitas muito muitos na nada não nas nem nenhum nenhuma ninguém no
    nos nós nossa nosso nova novo num numa nunca o obrigada obrigado oi onde ontem os ou outra outras outro outros para
    parece pela pelo pelos per pior pode podem pois por porque pouco pra precisa primeiro pro quais qual qualquer quando
    quanto quase quatro que quem quer quero são se seja sem semana semanas sempre sendo ser será seu seus si sido só sobre
    sua suas tá tal também tanto te tem têm tempo tenho ter teu teve três tu tua tudo um uma umas uns vai vão vem ver vez
    vezes você vocês volta vou`,
}
