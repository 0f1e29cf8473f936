/** What our people answer, by topic; the last ones are the stock answers that nobody should send. */
export const REPLIES: Readonly<Record<string, readonly string[]>> = {
  battery: [
    'Thank you for the details, the indexer is the culprit here and not your battery. Rebuild the media library once on the charger; the fix follows this week. I am sorry for the empty evenings. – Ines',
    'That drop is not normal. Please send the log from Settings, About; I read it today and write back before six. – Kemal',
    'Sorry about that. If it still happens after 4.2.1 we swap the battery, no questions. – Ines',
  ],
  camera: [
    'Green frames come from the wide lens driver in 4.2. 4.2.1 has the old one back. Sorry about the lost pictures. – Kemal',
    'May I have one of the samples? I want to show it to the person who wrote the night mode. – Ines',
    'Two seconds is too long, I agree. It is the first start after a restart that is slow; we are cutting it. – Kemal',
  ],
  screen: [
    'A green line is a fault of the panel and covered, whatever the shop said. A label is in your mail. I am sorry. – Ines',
    'Could you tell me the first four signs of the serial number? There was a batch with a weak left edge. – Kemal',
    'Flicker below a third: switch on "Low flicker" under Display. If the headaches stay, you get your money back. – Ines',
  ],
  update: [
    'Alarms that vanish are our fault, and I am sorry you paid for it. 4.2.1 brings them back and tests for it. – Kemal',
    'There is a way back to 4.1 without losing data; I have put the steps in a private message. – Ines',
    'The car problem is on line three of the list for 4.2.1. Which car is it? – Kemal',
  ],
  cloud: [
    'Your photos are safe, you just cannot reach them. Sign-in comes back first, photos by tonight. I am sorry for today. – Ines',
    'Doubled contacts: open Contacts, three dots, Merge. If that makes it worse, write me and I undo it. – Kemal',
    'You get the month back without asking. That does not give you the day back, I know. – Ines',
  ],
  delivery: [
    'I have the depot on the other line: it leaves tonight, and if it does not, a new one does tomorrow. Sorry for the run-around. – Jonas',
    'Wrong colour, our mistake. The black one is on its way, keep the lilac one until it comes. – Jonas',
    'An empty box is a theft, and it is ours to sort out, not yours. A new phone leaves today. – Jonas',
  ],
  billing: [
    'Found it and sent it back; it should show within the hour. I am sorry, that should not have happened once, let alone twice. – Jonas',
    'The insurance is cancelled as of May and all four amounts are refunded. Thank you for keeping the letter. – Jonas',
    'The invoice with the right address is in your mail. – Jonas',
  ],
  repair: [
    'I walked over to the workshop: your phone waits for a part that came this morning. It goes out on Thursday, and I will write you on Thursday. Sorry for the silence. – Kemal',
    'The "liquid" note was wrong, the sensor was red from the factory. It is repaired for free. I am sorry that you were doubted. – Kemal',
    'Ticket reopened, with my name on it. You will not have to explain it again. – Ines',
  ],
  price: [
    'You bought it nine days ago: write me your order number and you get the difference. – Jonas',
    'Fair point about the charger. Any USB-C one from a drawer will do, really. – Ines',
  ],
  size: [
    'Heard, and your post hangs on the wall with the others. – Ines',
    'The shop in the old town has a dummy to try in the hand before buying. – Kemal',
  ],
  sound: [
    'Could you send me the recording? The last one like that convinced the workshop. – Kemal',
    'The echo is a known fault of 4.2 on two networks; the patch has it. Sorry for the strange calls. – Ines',
  ],
  signal: [
    'Which network and which town? I would like to give this to the radio people with a map. – Kemal',
    'The lift problem is new and ours. A fix is being tested, I will write here when it is out. Sorry. – Ines',
  ],
  typing: [
    'You can turn it off under Keyboard, Corrections, "As I type". And yes, it should stay off. – Ines',
    'Thank you for reporting this, the screen reader comes before everything else. – Ines',
  ],
  praise: [
    'Thank you, I have read this out at lunch. – Ines',
    'This made the day of four people here. – Kemal',
    'Thank you! Enjoy it for many years. – Ines',
    'I will tell them. It means a lot. – Jonas',
  ],
  question: [
    'Yes, since 4.1: Settings, search for the word, second result. Tell me if it hides from you. – Ines',
    'No, sorry, not with this model. – Kemal',
    'It is in the guide on page 9; I have put the link into your messages. – Ines',
    'Yes, and it costs nothing extra. – Kemal',
    'The shop can tell you on the same day; call before you go. – Jonas',
  ],
  wish: [
    'Noted with your name, so that I can tell you if it ships. – Ines',
    'I like it. No promise, but it is on the list that gets read. – Kemal',
  ],
  stock: [
    'We apologise for any inconvenience. Your feedback is important to us. Thank you for your patience.',
    'We are sorry to hear that. Please contact our support with your order number.',
  ],
}

export const THANKS: readonly string[] = [
  'That did it, thank you so much!',
  'Works. I did not expect an answer on a Sunday.',
  'Wow, that was quick. Thank you, really.',
  'It arrived, all good now. Thanks for staying with it.',
  'Money is back. You have restored my faith a little.',
  'Perfect, thanks! Took me two minutes.',
  'I take back half of what I said. Thank you.',
  'Great service, I will tell my sister.',
  'Thank you Ines, you are a star.',
  'Solved. More people like you, please.',
  'OK, I am impressed. Thanks.',
  'It works again and I am happy. Cheers.',
]

export const STILL_UNHAPPY: readonly string[] = [
  'I did that. Nothing changed. Still broken, still annoyed.',
  'That is the third time I hear "this week".',
  'No, that is not the problem that I described. Please read it again.',
  'Days later and still nothing. This is really poor.',
  'So you are sorry. I am still without a phone.',
  'Same error as before. I am losing patience.',
  'I wanted a solution and got a sentence.',
]

/** Behind a question or a wish in the forum. */
export const CONTEXT: readonly string[] = [
  'I looked in the manual and found a picture of a cat.',
  'The shop did not know either.',
  'It is for my mother, so the simpler the better.',
  'I have searched the forum, sorry if I missed it.',
  'On 4.2.1, if that matters.',
  'I am new here, hello everybody.',
  'Coming from another brand, so be gentle.',
  'My colleague says yes, my brother says no.',
  'I ask before I break something.',
  'There must be a trick.',
  'Thank you in advance!',
  'I would need to know before the weekend.',
]

/** More words of the day on which the cloud was down. */
export const OUTAGE_LINES: readonly string[] = [
  'Acme Cloud down for anyone else? Everything says "reconnecting".',
  'So Acme Cloud is having a Tuesday. On a Friday.',
  'My whole thesis is in Acme Cloud. I am calm. I am very calm.',
  'Acme status page: all green. Acme Cloud: all dead. One of them lies.',
  'Is there an Acme person awake who can tell us what is happening?',
  'I teach in ten minutes and my slides are in Acme Cloud.',
  'Third hour without Acme Cloud. I have started to talk to my plants about it.',
  'Acme, say something. Anything. Even "we do not know".',
  'Phones of the whole family from Acme, so the whole family has no photos today.',
  'Great day to learn that my Acme notes were never stored on the phone.',
  'Just spent an hour on resets before I learnt that it is Acme Cloud. Could you not have told me?',
  'Acme Cloud outage, hour six. The hold music is good, I must say.',
  'I pay Acme for exactly one thing and it is that this does not happen.',
  'Our shop takes orders with notes in Acme Cloud. We are closed today, thank you.',
  'Does the Acme Cloud outage mean that my pictures are lost? Please tell me no.',
  'Acme Cloud: the only cloud that rains on everybody at once.',
  'Customer of Acme since the first Nova, never so annoyed as this morning.',
  'Acme, my mother’s medication list is in there. This is not fun.',
  'If Acme Cloud is not back tonight I take my 200 GB somewhere else.',
  'Anyone managed to sign in to Acme Cloud yet? Asking for 40 pupils.',
  'Acme Cloud seems to come back here in the south, photos load slowly.',
  'And we have lift-off: Acme Cloud is back for me, order of albums intact.',
  'Fourteen hours, Acme. Fourteen. But the pictures are all there.',
  'Who at Acme thought that a phone should need the cloud to say hello?',
  'Journalists: ask Acme why the page was green for six hours.',
  'I am an admin too. Hugs to whoever at Acme is looking at logs right now.',
  'Acme outage bingo: certificate, DNS or Dave?',
  'The Acme sync host presents a certificate that died at 05:52. You cannot make this up.',
  'Every Acme phone in our lab is stuck at set-up. Forty of them, blinking at me.',
  'What I want from Acme now is a time. Not a promise, a time.',
  'Acme Cloud has one job, and I have one backup, and it is Acme Cloud. My own fault.',
  'People at Acme will write a good post-mortem about this. I would rather have my files.',
  'My Acme says "cannot verify server". First time in years that a phone tells the plain truth.',
  'I run the IT of a school. 300 pupils, 300 Acme phones, one very long morning.',
  'So the Acme status page polls the same dead endpoint? Tell me that I read that wrong.',
  'Somebody renewed it and nobody loaded it. I would bet my Acme on that.',
  'To be fair to Acme, ours was down for two days last year and we said nothing at all.',
  'Acme Cloud down, hour nine. Moving the family album to a disk in a drawer tonight.',
  'If your set-up wizard needs the cloud, Acme, then your cloud is part of the phone. Treat it so.',
]

/** The same day in our forum: heading and text. */
export const OUTAGE_THREADS: readonly (readonly [string, string])[] = [
  ['Cloud down?', 'Photos do not load since I woke up. Phone and web. Is it me or is it you?'],
  [
    'Status page says all is well',
    'It is not. I have three phones here that say "reconnecting". Please look at your own page.',
  ],
  ['Cannot sign in, 06:40', 'The password is right, I typed it eleven times, my cat can confirm.'],
  [
    'Notes gone!!',
    'The whole list of my students is gone from the notes. I have class at nine. Help.',
  ],
  [
    'Set-up stops at step 3',
    'New phone for my wife, old one is already erased. "Cannot reach Acme Cloud." Now we have no phone at all.',
  ],
  [
    'Are my pictures lost?',
    'I read that a server burned down. Is that true? They are the only pictures of my late father.',
  ],
  [
    'Eleven hours',
    'Eleven hours and two sentences from you. I have written longer shopping lists.',
  ],
  [
    'Backup fails, phone goes to repair today',
    'The courier comes at noon and the backup will not run. What do I do?',
  ],
  [
    'Business account, nothing works',
    'Six people, six phones, no contacts. We pay for the business plan because it says "always there".',
  ],
  [
    'Why is this not on the front page?',
    'I had to learn it from a newspaper. You have my mail address, my number and my money.',
  ],
  [
    'Shared album for the funeral',
    'We wanted to show the album this afternoon. I do not know whom to be angry at.',
  ],
  ['Sign-in works, photos do not', 'Half of it is back here in Porto. Do I wait or do I restart?'],
  ['Refund for today?', 'It is about two cents, I know. It is about being asked.'],
  [
    'Doubled contacts after the outage',
    'Everybody is there twice now, even my dentist. Especially my dentist.',
  ],
  [
    'It is back',
    'Everything is there, in order. Thank you to whoever stayed up. Next time tell us sooner.',
  ],
  [
    'Thank you for the write-up',
    'I manage a call centre. I have printed your text and put it up next to the coffee machine. This is how to say sorry.',
  ],
]

/** Stories and questions under which people talk, beside the written conversations. */
export const HN_STORIES: readonly {
  readonly title: string
  readonly day: number
  readonly who: string
  readonly text: string
  readonly likes: number
}[] = [
  {
    title: 'Ask HN: Which phone do you keep the longest?',
    day: 22.1,
    who: 'slow_living',
    text: 'I am at year six with mine and wonder what others hold on to, and why.',
    likes: 184,
  },
  {
    title: 'Ask HN: What did the last update of your phone break?',
    day: 14.2,
    who: 'chlog_reader',
    text: 'Collecting stories for a talk about release trains.',
    likes: 133,
  },
  {
    title: 'Small phones are a business, says nobody in charge',
    day: 9.9,
    who: 'pocketful',
    text: '',
    likes: 97,
  },
  {
    title: 'Ask HN: Phones for old parents in 2026?',
    day: 3.8,
    who: 'good_son',
    text: 'Big letters, long battery, a human on the telephone. What do yours use?',
    likes: 71,
  },
]

/** What other customers answer to questions. */
export const PEER_ANSWERS: readonly string[] = [
  'Yes, mine does. It is two menus deeper than it should be.',
  'No, I asked the shop last month. Maybe with the next one.',
  'It works, but only after a restart. Do not ask me why.',
  'Page 9 of the guide. I laughed too.',
  'Had the same question in May, the answer was yes.',
  'I do it every day. Hold the button a bit longer than feels right.',
  'Not on the first Nova, only on the 2.',
  'Short answer: yes. Long answer: yes, but read the small print about the islands.',
  'My neighbour runs the repair café and says it is fine.',
  'Try it with the phone on the charger, then it appears.',
]

/** What our accounts announce in the short public places; days before the end. */
export const OWN_SHORT: readonly { readonly day: number; readonly text: string }[] = [
  {
    day: 24.28,
    text: 'The Acme Nova 2 is here. Two days of battery, a flat screen, parts from day one. #acme',
  },
  {
    day: 18.35,
    text: 'Update 4.2 is rolling out. If it breaks something for you, tell us here, people read this. #acme',
  },
  {
    day: 16.15,
    text: 'Battery drain after 4.2: we know why and are testing the fix. Until then: Settings, Storage, Media, Rebuild. Sorry. #acme',
  },
  {
    day: 8.55,
    text: 'Acme Cloud is down since 05:52 UTC. Nothing is lost. The green status page was wrong and we are sorry for that too. Next word at 16:00 UTC. #acme',
  },
  {
    day: 8.22,
    text: 'Sign-in to Acme Cloud works again. Photos follow by region until tonight. #acme',
  },
  {
    day: 7.28,
    text: 'Fourteen hours: what went wrong, by name, and what we change. http://blog.acme.example/ #acme',
  },
  {
    day: 5.28,
    text: 'Update 4.2.1 is out: battery, Bluetooth, alarms. Thank you for 212 logs. #acme',
  },
  { day: 2.9, text: 'What should the next update fix first? We read every answer. #acme' },
]

/** How the competitor answers in its forum: the first ones could go to anybody. */
export const RIVAL_REPLIES: readonly string[] = [
  'Thank you for contacting Globex. Your message is important to us. Please call the number on your invoice.',
  'Hello and thank you for your feedback. Have you tried turning the device off and on again?',
  'Thank you for contacting Globex. Please note that this forum is not a support channel.',
  'We are sorry for any inconvenience caused. Please send us a private message with your IMEI.',
  'Hi, that is covered. Take it to any shop with the receipt and they swap it. – Globex Care',
  'Thank you, I have passed this on to the people who make the camera. – Globex Care',
  'Good question: yes, since the autumn update. – Globex Care',
  'Sorry, that took too long. The part is on its way, here is the tracking in a message. – Globex Care',
]
