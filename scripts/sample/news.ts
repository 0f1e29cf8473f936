import type { NewsItem } from './languages.ts'

/** Reports in English, each written for one place; days before the end. */
export interface PlacedNews extends Omit<NewsItem, 'lang'> {
  readonly place: string
  readonly day: number
  readonly writer: string
  readonly tags?: readonly string[]
}

export const NEWS: readonly PlacedNews[] = [
  {
    place: 'daily',
    day: 24.1,
    writer: 'Maura Finch',
    about: ['acme'],
    title: 'Acme keeps its new phone boring, on purpose',
    feeling: 'positive',
    text: 'There is no hinge, no second screen and no word about intelligence on the box. The Acme Nova 2, shown this morning in Rotterdam, is a phone.\n\n“People asked for two days of battery and a flat screen,” said product lead Hanne Vos. “So that is what we built.” The company promises seven years of updates and will sell parts from the first day.',
    tags: ['phones', 'launch'],
  },
  {
    place: 'daily',
    day: 23.2,
    writer: 'Maura Finch',
    about: ['acme', 'globex'],
    title: 'Two launches, one week: Acme goes sensible, Globex goes gold',
    text: 'Globex answered with a golden Vertex for 1,299. Analysts expect Acme to gain among people who keep a phone for more than three years, and Globex among those who do not.',
  },
  {
    place: 'daily',
    day: 15.4,
    writer: 'Ian Okafor',
    about: ['globex'],
    title: 'Globex raises Vertex price by 80',
    feeling: 'negative',
    text: 'Customers who had the phone in their basket overnight saw the new price in the morning. Globex blames components. Its forum is not amused.',
  },
  {
    place: 'daily',
    day: 12.6,
    writer: 'Ian Okafor',
    about: ['initech'],
    title: 'Initech recalls 40,000 chargers after burns',
    feeling: 'negative',
    text: 'Owners of the Slate tablet are asked to stop using the bundled charger at once. Two people were treated for burns. Replacement is free; the form asks for a serial number printed in grey on grey.',
  },
  {
    place: 'daily',
    day: 8.8,
    writer: 'Maura Finch',
    about: ['acme'],
    title: 'Acme Cloud down across Europe',
    feeling: 'negative',
    text: 'Photos, notes and the set-up of new phones have been out of reach since about six this morning. The company’s status page showed green until noon.\n\n“We see the problem and are working on it,” a spokesman said. He would not say how many people are affected.',
    tags: ['outage'],
  },
  {
    place: 'daily',
    day: 7.1,
    writer: 'Maura Finch',
    about: ['acme'],
    title: 'An expired certificate took Acme Cloud down, says the company, and says sorry',
    text: 'In a post of unusual length and candour Acme explains how a certificate renewed by one team was never loaded by another. Every paying customer gets a month back without asking.',
  },
  {
    place: 'daily',
    day: 4.3,
    writer: 'Ian Okafor',
    about: ['acme', 'globex', 'initech'],
    title: 'Phone makers and the right to repair: a scorecard',
    text: 'Acme sells parts and guides, Globex sells parts to its own shops, Initech sells neither. None of the three sells screws.',
  },
  {
    place: 'daily',
    day: 2.2,
    writer: 'Lotte Brandt',
    about: ['acme'],
    title: 'Why everybody on my train has a green phone',
    feeling: 'positive',
    text: 'It started with one. Then a woman in a cello choir had it, then the conductor. A column about the Acme Nova 2, colour, and wanting to belong.',
  },
  {
    place: 'techbrief',
    day: 23.9,
    writer: 'desk',
    about: ['acme'],
    title: 'Hands on with the Acme Nova 2',
    feeling: 'positive',
    text: 'Flat, light, quick. Half an hour is not a review, but the Acme Nova 2 is the first phone this year we did not want to hand back.',
  },
  {
    place: 'techbrief',
    day: 17.5,
    writer: 'desk',
    about: ['acme'],
    title: 'Reports of battery drain after Acme update 4.2',
    feeling: 'negative',
    text: 'Owners of the Nova and Nova 2 see a process named “media indexer” at the top of the battery list. Acme says it is investigating. If you can wait with the update, wait.',
  },
  {
    place: 'techbrief',
    day: 5.2,
    writer: 'desk',
    about: ['acme'],
    title: 'Acme ships 4.2.1 and calms the media indexer',
    text: 'The patch is 84 MB. Our test unit is back at two days.',
  },
  {
    place: 'techbrief',
    day: 19.3,
    writer: 'desk',
    about: ['globex'],
    title: 'Globex Vertex gets its autumn update',
    text: 'Widgets, a new clock and a promise of faster focus. The promise holds in daylight.',
  },
  {
    place: 'techbrief',
    day: 10.1,
    writer: 'desk',
    about: ['initech'],
    title: 'Initech Line: a week with the cheapest good phone',
    feeling: 'positive',
    text: 'It creaks, it is slow to wake, and it costs 199. We liked it more than we should.',
  },
  {
    place: 'marketdesk',
    day: 21.7,
    writer: 'M. Adeyemi',
    about: ['acme', 'globex', 'initech'],
    title: 'Mid-price phones: Acme third, and closing',
    text: 'Shipments in the quarter: Globex 31 %, Initech 22 %, Acme 19 %, others 28 %. A year ago Acme stood at 14 %.',
  },
  {
    place: 'marketdesk',
    day: 14.9,
    writer: 'M. Adeyemi',
    about: ['globex'],
    title: 'Globex shares fall 4 % on price increase',
    feeling: 'negative',
    text: 'The market had expected 40, not 80. Two banks lowered their targets.',
  },
  {
    place: 'marketdesk',
    day: 8.2,
    writer: 'M. Adeyemi',
    about: ['acme'],
    title: 'Outage to cost Acme “a low single-digit million”',
    text: 'The free month for cloud customers is the larger part. The bigger cost, says the finance chief, is trust, and that is not in the table.',
  },
  {
    place: 'marketdesk',
    day: 3.6,
    writer: 'M. Adeyemi',
    about: ['initech'],
    title: 'Initech sets 11 million aside for charger recall',
    text: 'The company confirmed the figure in a filing late on Tuesday.',
  },
  {
    place: 'gadgetpost',
    day: 22.4,
    writer: 'Pia',
    about: ['acme', 'globex'],
    title: 'I switched from Globex to Acme for a month. Here is my thumb.',
    feeling: 'positive',
    text: 'The Vertex is the prettier object. But the Acme Nova 2 fits my hand, lasts until tomorrow evening, and has not tried to sell me a wallpaper.\n\nWhat I miss: the Vertex’s zoom. What I do not miss: everything else.',
  },
  {
    place: 'gadgetpost',
    day: 13.3,
    writer: 'Pia',
    about: ['acme'],
    title: 'How to stop the media indexer on your Acme',
    text: 'Settings, Storage, Media, Rebuild, then leave the phone on the charger overnight. It helps most people until the patch comes. It does not help if your library has more than 20,000 pictures.',
  },
  {
    place: 'gadgetpost',
    day: 6.4,
    writer: 'Rob',
    about: ['initech'],
    title: 'The Initech Slate charger, opened',
    feeling: 'negative',
    text: 'We opened three recalled chargers. In two of them the insulation stops four millimetres too early. You could see it without a loupe.',
  },
  {
    place: 'gadgetpost',
    day: 1.4,
    writer: 'Pia',
    about: ['acme'],
    title: 'Acme Nova 2 after a month: the honest review',
    feeling: 'positive',
    text: 'The outage was bad and the apology was good. The battery drain was bad and the patch was good. The speaker is bad and nobody has patched it.\n\nI would buy the Acme Nova 2 again, and I return most phones that I test.',
  },
  {
    place: 'cityherald',
    day: 11.5,
    writer: 'Local desk',
    about: ['acme'],
    title: 'Repair café and Acme open workshop in the old town',
    feeling: 'positive',
    text: 'On Saturdays volunteers and two technicians of the phone maker Acme mend what people bring: phones, radios, a talking doll. The parts are at cost, the coffee is free.',
  },
  {
    place: 'cityherald',
    day: 9.6,
    writer: 'Local desk',
    about: ['globex'],
    title: 'Globex shop closes on Market Street',
    text: 'The shop will move online. Eleven jobs are affected; Globex says that everybody has been offered another place.',
  },
  {
    place: 'oldpress',
    day: 20,
    writer: 'R. Tull',
    about: ['acme'],
    title: 'A letter about the Acme telephone',
    text: 'My wife bought an Acme and I have read its manual, all of it. I have found two mistakes of grammar and none of fact, which I report here because nobody ever does.',
  },
  {
    place: 'oldpress',
    day: 9,
    writer: 'R. Tull',
    about: ['acme'],
    title: 'On clouds',
    text: 'When the Acme cloud went away last week I was told that my photographs were “somewhere”. I keep mine in a shoe box, and I know where the box is.',
  },
  {
    place: 'oldpress',
    day: 4,
    writer: 'R. Tull',
    about: ['globex'],
    title: 'The shop girl at Globex',
    text: 'She could not sell me the Vertex and told me so: “You do not need it, sir.” I wish her a long life and a better employer.',
  },
]

/** The press release that was sent out as it is, and printed so by several places. */
export const RELEASE = {
  title: 'Acme introduces the Nova 2, a phone built to be kept',
  text: 'ROTTERDAM – Acme today introduced the Acme Nova 2, a phone with two days of battery, a flat 6.1 inch screen and seven years of updates. The Acme Nova 2 is made of 68 % recycled aluminium and can be opened with one kind of screw.\n\n“A phone should be something that you keep,” said Hanne Vos, product lead at Acme. “We sell the parts, we print the guide, and we answer the telephone.”\n\nThe Acme Nova 2 is available in green, black and lilac from 549 euros. Orders placed this week include a case.\n\nAbout Acme: Acme makes phones for people who have better things to do. It employs 1,900 people in Rotterdam, Freiburg and Porto.',
  /** Place, days before the end, and what the editors there did to it. */
  copies: [
    { place: 'wire', day: 24.28 },
    {
      place: 'cityherald',
      day: 24.2,
      title: 'Acme introduces the Nova 2, a phone built to be kept',
    },
    { place: 'marketdesk', day: 24.24, lead: 'PRESS RELEASE. ' },
    { place: 'mobilewire', day: 24.26 },
    {
      place: 'mobilewire',
      day: 23.8,
      title: 'UPDATE: Acme introduces the Nova 2, a phone built to be kept',
    },
    {
      place: 'gadgetpost',
      day: 24.15,
      title: 'Acme introduces the Nova 2',
      tail: '\n\nThis text was supplied by the company.',
    },
    { place: 'techbrief', day: 24.21, title: 'Acme Nova 2 is official' },
    { place: 'oldpress', day: 24 },
    {
      place: 'wire',
      day: 24.27,
      title: 'Acme introduces the Nova 2, a phone built to be kept (with picture)',
    },
    {
      place: 'phones',
      day: 24.05,
      title: 'Press release: Acme introduces the Nova 2',
      tail: '\n\nOur own review follows.',
    },
  ] as readonly {
    readonly place: string
    readonly day: number
    readonly title?: string
    readonly lead?: string
    readonly tail?: string
  }[],
}

/** A second release, of a competitor, syndicated too. */
export const RECALL = {
  title: 'Initech announces voluntary replacement of chargers',
  text: 'Initech has started a voluntary replacement programme for chargers sold with the Initech Slate between March and June. In rare cases the charger may become hot. Customers are asked to stop using it and to enter the serial number on the Initech web page. The safety of our customers is our first concern.',
  copies: [
    { place: 'wire', day: 12.9 },
    { place: 'mobilewire', day: 12.85 },
    { place: 'marketdesk', day: 12.8 },
    { place: 'cityherald', day: 12.7, title: 'Initech replaces hot chargers' },
  ] as readonly {
    readonly place: string
    readonly day: number
    readonly title?: string
    readonly lead?: string
    readonly tail?: string
  }[],
}

/** What our own newsroom says: announcements, and the post-mortem of the outage. */
export const OWN_NEWS: readonly {
  readonly day: number
  readonly title: string
  readonly text: string
}[] = [
  {
    day: 24.3,
    title: 'Meet the Acme Nova 2',
    text: 'Two days of battery. A flat screen. Seven years of updates. Parts from the first day. The Acme Nova 2 is here, and we hope that you keep it for a long time.',
  },
  {
    day: 18.4,
    title: 'Acme update 4.2 is rolling out',
    text: 'One-hand mode, clipboard history and gentler alarms. As always you decide when it installs. If something is wrong, tell us in the forum: people read it, not bots.',
  },
  {
    day: 16.2,
    title: 'What we know about battery drain after 4.2',
    text: 'Some of you lose a lot of charge since the update. The reason is the media indexer, which starts over again on libraries with many bursts. A fix is being tested. Until then: Settings, Storage, Media, Rebuild, once, on the charger. We are sorry for the empty batteries.',
  },
  {
    day: 8.6,
    title: 'Acme Cloud is down: what we know',
    text: 'Since 05:52 UTC Acme Cloud does not answer for most of you. Nothing is lost: your files are whole, you just cannot reach them. Our status page showed green for six hours, which was wrong, and we are sorry for that too. Next word here at 16:00 UTC, whatever we know by then.',
  },
  {
    day: 8.25,
    title: 'Acme Cloud: service is coming back',
    text: 'Sign-in works again, photos follow by region until tonight. The set-up of new phones works.',
  },
  {
    day: 7.3,
    title: 'Fourteen hours: what went wrong with Acme Cloud, and what we change',
    text: 'A certificate was renewed by one team and never loaded by another. The alarm for it went to a mailbox that nobody read. Our status page asked the same broken system whether it was well.\n\nFrom today two people own every certificate by name, the alarm rings a telephone, and the status page runs elsewhere. Everybody who pays for Acme Cloud gets a month back, without asking. We are sorry.',
  },
  {
    day: 5.3,
    title: 'Acme update 4.2.1: the battery fix',
    text: 'The media indexer now remembers where it was. Bluetooth in cars and alarms after an update are fixed as well. Thank you to the 212 people who sent us logs, and to petra in the forum, who found the pattern before we did.',
  },
  {
    day: 1.8,
    title: 'Saturdays at the workshop',
    text: 'Our technicians are at the repair café in the old town every Saturday until the new year. Bring anything with a screw.',
  },
]
