/** Whole posts in other languages, by what they are. Each stands once in the sample. */
export interface LanguagePosts {
  readonly lang: string
  readonly complaint: readonly string[]
  readonly bug: readonly string[]
  readonly praise: readonly string[]
  readonly question: readonly string[]
  readonly wish: readonly string[]
}

export const LANGUAGES: readonly LanguagePosts[] = [
  {
    lang: 'de',
    complaint: [
      'Mein Acme Nova 2 liegt seit vier Wochen in der Reparatur und keiner kann mir sagen, wo genau. So geht man nicht mit Kunden um.',
      'Acme bucht mir zum zweiten Mal 14,99 für einen Tarif ab, den ich im Mai gekündigt habe. Ich bin stinksauer.',
      'Das Acme-Handy sollte am Freitag kommen. Heute ist Donnerstag, eine Woche später. Die Hotline legt einfach auf.',
      'Neun Tage nach dem Kauf kostet das Acme Nova 150 Euro weniger. Vom Shop kommt nur ein Achselzucken.',
      'Unmöglich, bei Acme einen Menschen zu erreichen. Der Chatbot bedankt sich für meine Geduld, die ich nicht habe.',
      'Das Display vom Acme zerkratzt, wenn man es nur streng anschaut. Für den Preis eine Frechheit.',
    ],
    bug: [
      'Seit dem Update 4.2 ist der Akku von meinem Acme um vier leer. Davor hielt er zwei Tage.',
      'Acme Cloud ist schon wieder weg, und meine Fotos gleich mit. Die Statusseite leuchtet grün.',
      'Die Kamera vom Acme Nova stürzt ab, sobald ich auf Video gehe. Jedes einzelne Mal.',
      'Mein Acme verliert in jedem Tunnel das Netz und findet es erst im nächsten Dorf wieder.',
      'Der Wecker am Acme war nach dem Update einfach gelöscht. Ich habe den Zug nach Hamburg verpasst.',
    ],
    praise: [
      'Zwei Tage ohne Ladegerät im Schwarzwald, das Acme Nova hatte am Sonntag noch 22 Prozent. Stark.',
      'Displaytausch beim Acme in zwei Stunden, mitten in der Stadt, freundlich und günstig. Danke, Team Freiburg!',
      'Mein Vater ist 81 und kommt mit dem Acme allein zurecht. Das hat vorher kein Telefon geschafft.',
      'Update 4.2.1 ist da und mein Acme läuft wieder wie am ersten Tag. Danke, dass ihr zugehört habt.',
      'Fotos von der Hochzeit mit dem Acme Nova gemacht. Keiner glaubt mir, dass das ein Handy war.',
    ],
    question: [
      'Kann man beim Acme Nova 2 das Laden bei 80 Prozent begrenzen?',
      'Weiß jemand, ob das Acme Nova zwei eSIM gleichzeitig kann?',
      'Wo finde ich bei Acme die Rechnung mit ausgewiesener Mehrwertsteuer?',
      'Passt die alte Hülle vom Acme Nova auf das Nova 2?',
      'Überlege, vom Globex zum Acme zu wechseln. Lohnt sich das, und nehmen die mein altes in Zahlung?',
    ],
    wish: [
      'Liebe Leute bei Acme, bitte bringt ein kleines Telefon. Es gibt uns noch, die Menschen mit kleinen Händen.',
      'Ich wünsche mir beim Acme eine Sicherung auf den eigenen Server statt nur in die Cloud.',
      'Bitte, Acme: eine Klinkenbuchse. Ich höre nicht auf zu fragen.',
    ],
  },
  {
    lang: 'fr',
    complaint: [
      'Mon Acme est en réparation depuis cinq semaines et le suivi indique « reçu ». Rien d’autre. C’est inadmissible.',
      'Débité deux fois pour le même Acme Nova, et le service client me répond par un copier-coller. Bravo.',
      'Livraison Acme annoncée pour lundi, puis mercredi, puis plus rien. J’ai posé un jour de congé pour rien.',
      'Reprise de mon ancien téléphone par Acme : 180 € promis, 35 € versés une fois qu’ils l’ont eu entre les mains.',
      'Quarante minutes d’attente à la boutique Acme de Lyon pour m’entendre dire de revenir demain.',
    ],
    bug: [
      'Depuis la mise à jour 4.2 mon Acme chauffe et se vide en une demi-journée.',
      'Acme Cloud ne répond plus depuis ce matin. Toutes mes notes de cours sont dedans, je suis dégoûtée.',
      'L’appareil photo de l’Acme Nova donne une image verte sur trois. Quelqu’un d’autre ?',
      'Le Bluetooth de mon Acme décroche de la voiture toutes les dix minutes, c’est pénible.',
    ],
    praise: [
      'Écran de mon Acme remplacé en deux heures, sourire compris. Merci à la boutique de Nantes !',
      'Après dix ans de la même marque je suis passée à Acme, et franchement je ne regrette rien.',
      'La batterie de l’Acme Nova est une merveille : Paris–Lisbonne–Paris sans recharger.',
      'Une personne d’Acme m’a rappelée deux fois, jusqu’à ce que tout marche. Ça change.',
    ],
    question: [
      'Est-ce que l’Acme Nova 2 accepte deux cartes eSIM en même temps ?',
      'Combien coûte un écran neuf pour l’Acme Nova hors garantie ?',
      'Le mode nuit de l’Acme peut-il suivre le coucher du soleil ?',
      'J’hésite entre l’Acme Nova et le Globex Vertex, vous prendriez lequel ?',
    ],
    wish: [
      'Cher Acme, un petit téléphone, s’il vous plaît. Un vrai petit, qui tient dans une poche de jean.',
      'Ce serait bien que l’Acme permette de limiter la charge à 80 %.',
      'À quand une sauvegarde de l’Acme sur un disque à la maison ?',
    ],
  },
  {
    lang: 'es',
    complaint: [
      'Llevo tres semanas esperando el reembolso de mi Acme. Cada correo, una respuesta distinta. Vergonzoso.',
      'El repartidor dejó mi Acme Nova en casa de un vecino que no existe. Y nadie se hace cargo.',
      'Acme me cobró el seguro dos meses después de cancelarlo. Lo tengo por escrito.',
      'Cinco llamadas a Acme, cinco personas, cero soluciones. No vuelvo a comprar.',
      'En la tienda Acme de Valencia me tuvieron hora y media de pie para nada.',
    ],
    bug: [
      'Mi Acme se queda sin batería a media tarde desde la actualización 4.2. Antes duraba dos días.',
      'Acme Cloud lleva caído desde el desayuno y ahí tengo las fotos de mi abuelo.',
      'La cámara del Acme Nova tarda dos segundos en abrirse. Para entonces el perro ya se ha ido.',
      'El GPS del Acme me sitúa en medio del río. No estoy en el río.',
    ],
    praise: [
      'Dos días de festival y el Acme Nova volvió a casa con un 20 % de batería. Increíble.',
      'Me cambiaron la pantalla del Acme gratis aunque la garantía había vencido hace una semana. Gracias, de verdad.',
      'El teclado del Acme entiende español y catalán en la misma frase. Por fin.',
      'Pasé de Globex a Acme hace un mes y estoy encantado.',
    ],
    question: [
      '¿El Acme Nova 2 funciona con audífonos para sordos directamente?',
      '¿Alguien sabe si Acme envía a Canarias y cuánto tarda?',
      '¿Dónde puedo descargar la factura de mi Acme?',
      '¿Merece la pena el Acme Nova 2 si tengo el primero?',
    ],
    wish: [
      'Acme, por favor, una radio FM. En los pueblos la usamos.',
      'Me encantaría poder elegir a qué hora se actualiza mi Acme.',
      'Ojalá Acme vendiera piezas sueltas también aquí, no solo en Alemania.',
    ],
  },
  {
    lang: 'it',
    complaint: [
      'Il mio Acme è in assistenza da un mese e nessuno risponde. Una presa in giro.',
      'Acme mi ha addebitato due volte lo stesso telefono. La banca dice che i soldi sono andati.',
      'Consegna del mio Acme in ritardo di nove giorni, e al telefono cade sempre la linea.',
    ],
    bug: [
      'Dopo l’aggiornamento 4.2 la batteria del mio Acme non arriva a cena.',
      'Acme Cloud non funziona da stamattina, non riesco a vedere le foto di mia figlia.',
      'L’Acme perde il segnale in ascensore e bisogna riavviarlo ogni volta.',
    ],
    praise: [
      'Schermo dell’Acme cambiato in due ore a Bologna, gentilissimi. Bravi!',
      'Le foto notturne dell’Acme Nova sono uno spettacolo, e senza ritocchi.',
      'Mia nonna ha imparato l’Acme in un pomeriggio. Miracolo.',
    ],
    question: [
      'Qualcuno sa se l’Acme Nova 2 ha il jack per le cuffie?',
      'Quanto costa la batteria nuova per l’Acme fuori garanzia?',
      'L’Acme funziona con due eSIM insieme?',
    ],
    wish: [
      'Acme, vi prego, un telefono piccolo. Anche caro, ma piccolo.',
      'Sarebbe bello poter salvare l’Acme su un disco di casa.',
    ],
  },
  {
    lang: 'pt',
    complaint: [
      'Comprei um Acme Nova e nove dias depois custa menos 150 euros. O apoio nem responde.',
      'A Acme perdeu o meu telemóvel na reparação. Perdeu. E pede-me paciência.',
      'O estafeta da Acme marcou como entregue uma caixa que nunca vi.',
    ],
    bug: [
      'Desde a atualização 4.2 o meu Acme aquece e a bateria some.',
      'A Acme Cloud está em baixo outra vez e eu preciso dos ficheiros para trabalhar.',
      'O Acme desliga sozinho aos 20 %, já é a terceira vez esta semana.',
    ],
    praise: [
      'O Acme Nova aguentou dois dias na serra sem carregar. Estou impressionada.',
      'Trocaram o ecrã do meu Acme em duas horas no Porto. Cinco estrelas.',
      'O ditado do Acme percebe o meu sotaque do Alentejo. Ninguém percebe!',
    ],
    question: [
      'O Acme Nova 2 recebe atualizações durante quantos anos?',
      'Alguém sabe se a Acme entrega nos Açores?',
      'Vale a pena trocar o Globex pelo Acme?',
    ],
    wish: [
      'Acme, façam um modo escuro que siga o pôr do sol, por favor.',
      'Gostava que o Acme tivesse ranhura para cartão de memória.',
    ],
  },
]

/** News in other languages: title and text. Neutral reports about the brand or its competitors. */
export interface NewsItem {
  readonly lang: string
  readonly title: string
  readonly text: string
  readonly about: readonly ('acme' | 'globex' | 'initech')[]
  readonly feeling?: 'negative' | 'positive'
}

export const FOREIGN_NEWS: readonly NewsItem[] = [
  {
    lang: 'de',
    about: ['acme'],
    title: 'Acme Nova 2 im Test: das Telefon, das nichts beweisen muss',
    feeling: 'positive',
    text: 'Zwei Wochen lang hat das Acme Nova 2 unsere Redaktion begleitet, im Regen, im Zug, auf dem Spielplatz.\n\nDer Akku hält zwei Tage, die Kamera trifft Hauttöne besser als alles in dieser Preisklasse. Schwach ist der Lautsprecher, der ab halber Lautstärke scheppert. Unser Urteil: sehr gut, mit Luft nach oben.',
  },
  {
    lang: 'de',
    about: ['acme'],
    title: 'Ausfall bei Acme Cloud: Was Nutzer jetzt wissen müssen',
    feeling: 'negative',
    text: 'Seit dem frühen Morgen erreichen viele Kunden die Acme Cloud nicht. Betroffen sind Fotos, Notizen und die Einrichtung neuer Geräte.\n\nNach Angaben des Herstellers sind keine Daten verloren. Einen Zeitpunkt für das Ende der Störung nannte Acme zunächst nicht.',
  },
  {
    lang: 'de',
    about: ['globex', 'acme'],
    title: 'Globex erhöht die Preise, Acme zieht nicht nach',
    text: 'Das Globex Vertex kostet ab sofort 80 Euro mehr. Der Konkurrent Acme teilte auf Anfrage mit, die Preise der Nova-Reihe blieben bis zum Frühjahr stabil.',
  },
  {
    lang: 'de',
    about: ['initech'],
    title: 'Initech ruft Netzteile des Slate zurück',
    feeling: 'negative',
    text: 'Wegen Überhitzung ruft Initech rund 40.000 Netzteile des Tablets Slate zurück. Kunden sollen das Gerät nicht mehr unbeaufsichtigt laden.',
  },
  {
    lang: 'de',
    about: ['acme'],
    title: 'Warum Acme seine Ersatzteile einzeln verkauft',
    feeling: 'positive',
    text: 'Schrauben gibt es noch nicht, Displays, Akkus und Ladebuchsen schon. Ein Besuch in der Werkstatt von Acme in Freiburg, wo man sich über jedes Telefon freut, das ein zweites Leben bekommt.',
  },
  {
    lang: 'fr',
    about: ['acme'],
    title: 'Acme Nova 2 : deux jours d’autonomie, vraiment',
    feeling: 'positive',
    text: 'Nous avons poussé l’Acme Nova 2 dans ses retranchements : GPS, vidéo, partage de connexion. Il tient deux jours pleins.\n\nL’écran plat plaira à ceux qui détestent les bords courbes. Reste un haut-parleur en retrait.',
  },
  {
    lang: 'fr',
    about: ['acme'],
    title: 'Panne d’Acme Cloud : quatorze heures de silence radio',
    feeling: 'negative',
    text: 'La panne a commencé vers six heures. Il a fallu attendre le début de l’après-midi pour un premier message. Acme assure qu’aucune photo n’est perdue et promet un mois offert.',
  },
  {
    lang: 'fr',
    about: ['globex'],
    title: 'Globex augmente le Vertex de 80 euros',
    text: 'Le fabricant invoque le coût des composants. Le Vertex dépasse désormais les 900 euros, une première pour la marque.',
  },
  {
    lang: 'fr',
    about: ['acme', 'globex', 'initech'],
    title: 'Quel téléphone de taille moyenne choisir avant les fêtes ?',
    text: 'Acme Nova 2, Globex Vertex, Initech Line : trois idées du même objet. L’Acme gagne sur l’autonomie, le Globex sur l’écran, l’Initech sur le prix. Personne ne gagne sur la taille.',
  },
  {
    lang: 'es',
    about: ['acme'],
    title: 'Análisis del Acme Nova 2: el móvil sensato',
    feeling: 'positive',
    text: 'Sin pliegues ni promesas, el Acme Nova 2 hace bien casi todo. La batería es la mejor de su gama y la cámara ya no se esconde de noche. El altavoz es lo único que desentona.',
  },
  {
    lang: 'es',
    about: ['acme'],
    title: 'La nube de Acme, caída durante catorce horas',
    feeling: 'negative',
    text: 'Miles de usuarios no pudieron ver sus fotos ni estrenar teléfono. La empresa pide disculpas, explica un fallo en un cambio de certificados y regala un mes de servicio.',
  },
  {
    lang: 'es',
    about: ['globex'],
    title: 'Globex estrena servicio técnico en Sevilla',
    text: 'La marca abre su tercer taller en España y promete reparar en el día las pantallas del Vertex.',
  },
  {
    lang: 'es',
    about: ['initech'],
    title: 'Initech retira cargadores del Slate por riesgo de quemaduras',
    feeling: 'negative',
    text: 'La compañía recomienda dejar de usar los cargadores fabricados entre marzo y junio y ofrece recambio gratuito.',
  },
  {
    lang: 'it',
    about: ['acme'],
    title: 'Acme Nova 2, la prova: autonomia da maratona',
    feeling: 'positive',
    text: 'Due giorni pieni lontano dalla presa: l’Acme Nova 2 convince dove conta. Peccato per l’altoparlante, che gracchia.',
  },
  {
    lang: 'it',
    about: ['acme'],
    title: 'Acme Cloud fuori uso per un’intera giornata',
    feeling: 'negative',
    text: 'Foto e note irraggiungibili dalle sei del mattino. Acme si scusa e spiega: un certificato scaduto dopo un cambio di sistema.',
  },
  {
    lang: 'it',
    about: ['globex', 'initech'],
    title: 'Globex e Initech, due modi di alzare i prezzi',
    text: 'Il primo lo dice, il secondo toglie il caricatore dalla scatola. Il conto, per chi compra, è lo stesso.',
  },
  {
    lang: 'pt',
    about: ['acme'],
    title: 'Acme Nova 2: análise ao telemóvel que dura',
    feeling: 'positive',
    text: 'Dois dias de bateria, câmara honesta, ecrã plano. O Acme Nova 2 é aborrecido da melhor maneira.',
  },
  {
    lang: 'pt',
    about: ['acme'],
    title: 'Acme Cloud esteve em baixo catorze horas',
    feeling: 'negative',
    text: 'A empresa confirma a falha, diz que nenhum ficheiro se perdeu e oferece um mês a todos os clientes pagantes.',
  },
  {
    lang: 'pt',
    about: ['initech'],
    title: 'Initech abre loja em Braga',
    text: 'A marca chega ao Minho com loja própria e oficina para o Slate e o Line.',
  },
]
