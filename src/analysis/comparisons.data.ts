/** What a phrase does to the subject before it and to the one after it: 1 wins, −1 loses, 0 nothing. */
export interface ComparisonRule {
  readonly phrases: string
  readonly before: -1 | 0 | 1
  readonly after: -1 | 0 | 1
  /** Once one of these words has passed, the next subject gets this sign: "left A for B". */
  readonly later?: readonly [string, -1 | 1]
}

export const COMPARISON_RULES: readonly ComparisonRule[] = [
  { phrases: 'beats|beat|outperforms|outperformed|outshines|destroys|destroyed|crushes|crushed|kills|killed|trumps|tops|smokes|wins over|won over|wins against|better then|>|ahead of|superior to|schlägt|besser als|mejor que|meilleur que|meglio di|melhor que|supera|batte', before: 1, after: -1 },
  { phrases: '<|behind|no match for|cant compete with|cannot compete with|can not compete with|not as _ as|isnt as _ as|not nearly as _ as|isnt nearly as _ as|arent as _ as|could learn from|should learn from|could learn a thing or two from|be more like|be as _ as|was as _ as|inferior to|loses to|lost to|schlechter als|peor que|pire que|moins bon que|peggio di|pior que', before: -1, after: 1 },
  { phrases: 'left|leave|leaving|leaves|ditched|ditching|ditch|dumped|dumping|quit|quitting|cancelled|canceled|cancelling|canceling|dropped|abandoned|traded|trade|trading|replaced|replacing|dejé|dejo|quitté|quitte|verlassen|verlasse|lasciato|lascio|deixei|larguei', before: 0, after: -1, later: ['for to with por para pour per für', 1] },
  { phrases: 'regret leaving|regret ditching|regret cancelling|should have bought|should have stayed with|should have kept|wish i had stayed with|wish i had kept|shouldnt have left|should not have left|not leaving|never leaving|stayed with|staying with|stick with|sticking with', before: 0, after: 1, later: ['for', -1] },
  { phrases: 'switched from|switching from|switch from|moved from|moving from|move from|changed from|went from|away from|back from|wechsle von|gewechselt von|cambié de', before: 0, after: -1, later: ['to zu a', 1] },
  { phrases: 'switched to|switching to|switch to|moved to|moving to|changed to|changing to|going to|went to|go to|back to|come back to|coming back to|joined|joining|hello|hi|welcome|upgraded to|wechsle zu|gewechselt zu|me cambio a|me paso a|passe chez|passo a|passato a|mudei para', before: 0, after: 1, later: ['from von de da', -1] },
  { phrases: 'goodbye|bye|bye bye|avoid|skip|never again|done with|fed up with|stay away from|dont buy|do not buy|boycott|sick of|warned me about|warns against|warn against|bis nie|adiós|adieu|addio|adeus', before: 0, after: -1 },
  { phrases: 'never again|is dead to me|lost a customer|lost me|you lost me|is a rip off|has lost me', before: -1, after: 0 },
  { phrases: 'won me over|has won me over|you have me|won one', before: 1, after: 0 },
  { phrases: 'prefer|i prefer|prefers|preferred|choose|chose|chosen|pick|picked|recommend|rather use|rather have|rather buy|would choose|prefiero|préfère|bevorzuge|preferisco|prefiro', before: 0, after: 1, later: ['over to than vor a à al', -1] },
  { phrases: 'over', before: 0, after: 0 },
  { phrases: 'instead of|rather than|statt|en vez de|au lieu de|invece di|em vez de', before: 1, after: -1 },
  { phrases: 'instead', before: 1, after: 0 },
  { phrases: 'replaced my|replaces my|replaced our', before: 1, after: -1 },
]

/** Comparatives that make the first subject lose; every other one before "than" makes it win. */
export const WORSE_WORDS =
  'worse slower heavier uglier harder noisier pricier weaker buggier dumber ruder dirtier costlier cheaply lower shorter poorer louder hotter expensive difficult confusing annoying complicated unreliable less'

/** Words after which the subject stands against what the sentence says. */
export const CONTRAST_PHRASES = 'unlike|compared to|compared with|in comparison to|next to the|contrary to|im gegensatz zu|a diferencia de|contrairement à|a differenza di|ao contrário de'
