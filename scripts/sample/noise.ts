/** Posts that a listening desk meets and does not want, or that only look like mentions. */
export interface NoisePost {
  readonly place: string
  readonly text: string
  readonly title?: string
  readonly who?: string
  readonly kind: 'spam' | 'job' | 'other-acme' | 'off-topic'
}

export const NOISE: readonly NoisePost[] = [
  {
    place: 'hn',
    kind: 'other-acme',
    text: 'Our acme client renews certificates at 60 days and we have never looked back. The trick is to alarm on the renewal, not on the expiry.',
  },
  {
    place: 'hn',
    kind: 'other-acme',
    text: 'DNS-01 with acme is the only sane way for wildcard certificates. Put the zone on its own server and sleep well.',
  },
  {
    place: 'hn',
    kind: 'other-acme',
    text: 'I wrote an acme server for our internal CA in a weekend. The RFC is better than its reputation.',
  },
  {
    place: 'hn',
    kind: 'other-acme',
    text: 'For me the acme of terminal editors is still the one from Plan 9, mouse chords and all. Pun intended.',
  },
  {
    place: 'hn',
    kind: 'other-acme',
    text: 'This talk was the acme of conference driven development: slides first, product never.',
  },
  {
    place: 'hn',
    kind: 'other-acme',
    text: 'Does anybody still order from the Acme anvil catalogue? Asking for a coyote.',
  },
  {
    place: 'hn',
    kind: 'off-topic',
    text: 'The trouble with globex trading hours is that nobody on my team lives in Chicago.',
  },
  {
    place: 'hn',
    kind: 'off-topic',
    text: 'Initech is the company in that film with the red stapler. I watch it before every reorganisation.',
  },
  {
    place: 'hn',
    kind: 'off-topic',
    text: 'Two days of battery are easy when you never take the phone out of the pocket, as my father shows.',
  },
  {
    place: 'hn',
    kind: 'job',
    title: 'Acme (Rotterdam) is hiring a firmware engineer',
    who: 'acme_jobs',
    text: 'Acme is hiring: firmware engineer, job opening in Rotterdam or remote in Europe. You will own the power management of the Nova line.',
  },
  {
    place: 'hn',
    kind: 'job',
    who: 'acme_jobs',
    text: 'ACME | Support lead | Porto | job opening, full time. We answer people. You should like that.',
  },
  {
    place: 'techbrief',
    kind: 'job',
    title: 'Vacancy: camera tester at Acme',
    text: 'Acme has a vacancy for somebody who can look at 400 pictures of the same brick wall and tell them apart.',
  },
  {
    place: 'mobilewire',
    kind: 'spam',
    title: 'Acme Nova 2 GIVEAWAY!!! 100 units FREE',
    text: 'We give away 100 Acme Nova 2! Use my code ACMEFREE at http://win-acme.spam.example and pay only shipping. Hurry, 3 left!!!',
  },
  {
    place: 'mobilewire',
    kind: 'spam',
    title: 'Unlock ANY Acme phone in 5 minutes',
    text: 'Unlock your Acme phone, all models, no questions. Use my code FAST20. Click http://unlock.spam.example now.',
  },
  {
    place: 'mobilewire',
    kind: 'spam',
    title: 'Best Acme accessories 2026 TOP 10',
    text: 'Best Acme case, best Acme charger, best Acme cable, cheap Acme case, buy Acme case online. Click http://best-acme.spam.example',
  },
  {
    place: 'forum',
    kind: 'spam',
    who: 'xx_deals_xx',
    title: 'CHEAP NOVA 2 80% OFF',
    text: 'Hello dear, we sell original phone 80% off, only today, use my code NOVA80 at http://cheap.spam.example',
  },
  {
    place: 'forum',
    kind: 'spam',
    who: 'crypto_kev',
    title: 'Earn with your phone while you sleep',
    text: 'My uncle made 4,000 last week with this app. Use my code MOON. No risk!',
  },
  {
    place: 'bluesky',
    kind: 'spam',
    who: 'win.big.example',
    text: 'FREE Acme Nova 2 for the first 500 followers!!! use my code BLUE http://win-acme.spam.example #acme #giveaway',
  },
  {
    place: 'bluesky',
    kind: 'spam',
    who: 'win.big2.example',
    text: 'FREE Acme Nova 2 for the first 500 followers!!! use my code SKY http://win-acme.spam.example #acme #giveaway',
  },
  {
    place: 'mastodon',
    kind: 'spam',
    who: 'promo_bot@spam.example',
    text: 'Unbeatable #acme deals, use my code TOOT at http://cheap.spam.example',
  },
  {
    place: 'bluesky',
    kind: 'other-acme',
    who: 'letsencode.example',
    text: 'Rotated every certificate in the lab with acme today. Nobody noticed, which is the point.',
  },
  {
    place: 'mastodon',
    kind: 'other-acme',
    who: 'sysop_lou@tech.example',
    text: 'Writing an acme DNS plugin in awk because I can. #certificates',
  },
  {
    place: 'gadgetpost',
    kind: 'off-topic',
    title: 'What I keep in my repair bag',
    text: 'One driver, two spudgers, tape, a small torch, and a photograph of every phone from before I opened it.',
  },
  {
    place: 'gadgetpost',
    kind: 'off-topic',
    title: 'Five cables that I would save from a fire',
    text: 'A short one, a long one, one that fits nothing any more, one that was a present, and the good one.',
  },
  {
    place: 'techbrief',
    kind: 'off-topic',
    title: 'Chip makers agree on a plug, again',
    text: 'The committee met in Geneva and produced a drawing. The drawing is said to be reversible.',
  },
  {
    place: 'daily',
    kind: 'off-topic',
    title: 'Bus line 14 gets its night service back',
    text: 'From the first of next month buses run until two in the morning on weekends. The drivers’ union had asked for an extra break and got it.',
  },
  {
    place: 'daily',
    kind: 'off-topic',
    title: 'The library lends tools now',
    text: 'Drills, saws, a sewing machine. The most wanted item so far is a carpet cleaner named Doris.',
  },
  {
    place: 'cityherald',
    kind: 'off-topic',
    title: 'Market moves to the river for the winter',
    text: 'Sixty stalls, one carousel and the waffle man who never smiles will stand on the quay until Candlemas.',
  },
  {
    place: 'cityherald',
    kind: 'off-topic',
    title: 'School choir seeks cello',
    text: 'The choir of the school on the hill has a hole where a cello should be. Rehearsals are on Thursdays.',
  },
  {
    place: 'marketdesk',
    kind: 'off-topic',
    title: 'Copper steady, nickel nervous',
    text: 'Traders spoke of a quiet week. The quiet was priced in.',
  },
  {
    place: 'wire',
    kind: 'off-topic',
    title: 'Weather service renames its storms',
    text: 'The list for the season begins with Abel and ends, the service hopes, before Zita.',
  },
]

/** Short praise and complaints about the competitors, for the share of voice. {G} and {I} are their names. */
export const RIVAL_LINES: readonly {
  readonly about: 'globex' | 'initech'
  readonly text: string
  readonly feeling: 'negative' | 'neutral' | 'positive'
  readonly intent?: 'complaint' | 'praise' | 'question' | 'purchase' | 'churn' | 'bug' | 'request'
}[] = [
  {
    about: 'globex',
    feeling: 'positive',
    intent: 'praise',
    text: 'The zoom on the Globex Vertex is silly good. I read a bus number from my balcony.',
  },
  {
    about: 'globex',
    feeling: 'negative',
    intent: 'complaint',
    text: 'Globex wants 289 for a new screen. The phone is worth 300.',
  },
  {
    about: 'globex',
    feeling: 'negative',
    intent: 'churn',
    text: 'This Globex phone is my last one. Three repairs, zero answers.',
  },
  {
    about: 'globex',
    feeling: 'neutral',
    intent: 'question',
    text: 'Does the Globex phone trade-in take broken tablets as well?',
  },
  {
    about: 'globex',
    feeling: 'positive',
    intent: 'praise',
    text: 'My Globex tablet survived a toddler and a dishwasher, in that order.',
  },
  {
    about: 'globex',
    feeling: 'negative',
    intent: 'bug',
    text: 'Globex phone restarts whenever I open the map since the autumn update.',
  },
  {
    about: 'globex',
    feeling: 'neutral',
    intent: 'purchase',
    text: 'Thinking about the Globex Vertex phone in gold. Somebody stop me.',
  },
  {
    about: 'globex',
    feeling: 'negative',
    intent: 'complaint',
    text: 'Called Globex about my phone. Forty minutes of panpipes, then a click.',
  },
  {
    about: 'globex',
    feeling: 'positive',
    intent: 'praise',
    text: 'Screen of the Globex phone is the best I have seen outdoors.',
  },
  {
    about: 'globex',
    feeling: 'negative',
    intent: 'complaint',
    text: 'Globex put an advert into the lock screen of a phone that cost me 899. No.',
  },
  {
    about: 'globex',
    feeling: 'neutral',
    intent: 'request',
    text: 'I wish the Globex phone had a button for the torch like the old ones.',
  },
  {
    about: 'globex',
    feeling: 'positive',
    intent: 'praise',
    text: 'Globex shop swapped my phone on the spot, no receipt. Nice surprise.',
  },
  {
    about: 'globex',
    feeling: 'negative',
    intent: 'complaint',
    text: 'The gold comes off my Globex phone. It was on my trousers first.',
  },
  {
    about: 'globex',
    feeling: 'neutral',
    intent: 'question',
    text: 'How long does the Globex phone get updates, three years or four?',
  },
  {
    about: 'globex',
    feeling: 'negative',
    intent: 'complaint',
    text: 'Ordered a Globex tablet, got a Globex phone case. Large one, at least.',
  },
  {
    about: 'globex',
    feeling: 'positive',
    intent: 'praise',
    text: 'Four years with one Globex phone and only the battery is tired.',
  },
  {
    about: 'initech',
    feeling: 'negative',
    intent: 'complaint',
    text: 'Initech sends the recall form as a picture of a form.',
  },
  {
    about: 'initech',
    feeling: 'positive',
    intent: 'praise',
    text: 'For 199 the Initech Line is a great phone for a child.',
  },
  {
    about: 'initech',
    feeling: 'negative',
    intent: 'bug',
    text: 'My Initech phone forgets the time zone at every flight.',
  },
  {
    about: 'initech',
    feeling: 'neutral',
    intent: 'question',
    text: 'Is the Initech Line phone really without a charger in the box?',
  },
  {
    about: 'initech',
    feeling: 'negative',
    intent: 'complaint',
    text: 'Initech hotline hung up on me twice about a phone that burns my hand.',
  },
  {
    about: 'initech',
    feeling: 'positive',
    intent: 'praise',
    text: 'Initech got the replacement charger to me in two days. Credit to them.',
  },
  {
    about: 'initech',
    feeling: 'negative',
    intent: 'churn',
    text: 'After the charger business I am done with Initech phones.',
  },
  {
    about: 'initech',
    feeling: 'neutral',
    intent: 'purchase',
    text: 'Would you buy the Initech Line phone for a grandfather?',
  },
  {
    about: 'initech',
    feeling: 'negative',
    intent: 'complaint',
    text: 'The back of my Initech phone creaks like a ship.',
  },
  {
    about: 'initech',
    feeling: 'positive',
    intent: 'praise',
    text: 'The speaker of the Initech Line phone beats phones at three times the price.',
  },
  {
    about: 'initech',
    feeling: 'neutral',
    intent: 'request',
    text: 'An Initech phone with more storage would be all I need.',
  },
  {
    about: 'initech',
    feeling: 'negative',
    intent: 'complaint',
    text: 'No charger, no case, no paper in the box of my Initech phone. Not even a hello.',
  },
]
