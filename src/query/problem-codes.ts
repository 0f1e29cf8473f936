/** One row of the table of codes: docs/query-errors.md shows it, a test compares the two. */
export interface CodeRow {
  readonly code: `Q${string}` | `W${string}`
  readonly title: string
  readonly meaning: string
  /** An expression that gets this code. */
  readonly example: string
}

/** Everything that can be wrong or odd in an expression. A code never changes its meaning; new ones are appended. */
export const PROBLEM_CODES = [
  {
    code: 'Q001',
    title: 'empty expression',
    meaning: 'nothing but blanks or comments',
    example: '<<< later >>>',
  },
  {
    code: 'Q002',
    title: 'bracket never closed',
    meaning: 'an opening bracket has no closing one',
    example: '(acme OR',
  },
  {
    code: 'Q003',
    title: 'bracket never opened',
    meaning: 'a closing bracket has no opening one',
    example: 'acme)',
  },
  {
    code: 'Q004',
    title: 'quote never closed',
    meaning: 'an opening quote has no closing one',
    example: '"acme bad',
  },
  {
    code: 'Q005',
    title: 'comment never closed',
    meaning: '<<< has no >>>',
    example: 'acme <<< todo',
  },
  {
    code: 'Q006',
    title: 'empty group',
    meaning: 'brackets with nothing inside',
    example: 'acme ()',
  },
  {
    code: 'Q007',
    title: 'dangling operator',
    meaning: 'an operator lacks something on one side',
    example: 'acme AND OR phone',
  },
  { code: 'Q008', title: 'no words', meaning: 'quotes or braces hold no word', example: '""' },
  {
    code: 'Q009',
    title: 'leading wildcard',
    meaning: 'a word may not begin with * or ?',
    example: '*phone',
  },
  {
    code: 'Q010',
    title: 'wildcard too short',
    meaning: 'too few letters before the first *',
    example: 'ph*',
  },
  {
    code: 'Q011',
    title: 'fuzzy term refused',
    meaning: 'edits are 0 to 2, on a single word without wildcards',
    example: 'acme~3',
  },
  {
    code: 'Q012',
    title: 'AND and OR mixed',
    meaning: 'one level holds AND (or a blank) and OR without brackets',
    example: 'acme phone OR tablet',
  },
  {
    code: 'Q013',
    title: 'distance out of range',
    meaning: 'distances are whole numbers from 0 to 50',
    example: 'acme NEAR/51 phone',
  },
  {
    code: 'Q014',
    title: 'unknown form of operator',
    meaning: 'a proximity operator written in a form that we do not have',
    example: 'acme NEAR/5F phone',
  },
  {
    code: 'Q015',
    title: 'operand refused',
    meaning: 'NEAR and SENT take words, phrases and bracketed alternatives',
    example: 'acme NEAR/5 (phone AND tablet)',
  },
  {
    code: 'Q016',
    title: 'count refused',
    meaning:
      'a count is a comparison with a number, after a word, a phrase or bracketed alternatives',
    example: 'acme{3}',
  },
  {
    code: 'Q017',
    title: 'bad regular expression',
    meaning: 'not RE2 syntax: no back-references, no look-around',
    example: '/(a)\\1/',
  },
  {
    code: 'Q018',
    title: 'nothing positive',
    meaning: 'a saved query needs a part that a post must have',
    example: 'NOT acme',
  },
  {
    code: 'Q019',
    title: 'alternative without a positive part',
    meaning: 'one side of an OR holds for every post that lacks a word',
    example: 'acme OR NOT phone',
  },
  {
    code: 'Q020',
    title: 'view field in a saved query',
    meaning: 'what we find out about a post later cannot decide whether it is collected',
    example: 'acme status:open',
  },
  {
    code: 'Q021',
    title: 'unknown field',
    meaning: 'the name before the colon is no field',
    example: 'autor:jane',
  },
  {
    code: 'Q022',
    title: 'unknown value',
    meaning: 'the field has a fixed list of values, or the value cannot be of its kind',
    example: 'kind:tweet',
  },
  {
    code: 'Q023',
    title: 'bad number',
    meaning: 'numbers are written 5, 1.5, 1k, 2M',
    example: 'likes:many',
  },
  {
    code: 'Q024',
    title: 'bad date',
    meaning:
      'dates are written 2026, 2026-11, 2026-11-01, 2026-11-01T10:00Z, durations 30min 12h 7d 2w 3mo 1y',
    example: 'published:2026-02-30',
  },
  {
    code: 'Q025',
    title: 'range runs backwards',
    meaning: 'the first bound is greater than the second',
    example: 'likes:[100 TO 5]',
  },
  {
    code: 'Q026',
    title: 'bad range',
    meaning: 'ranges are written [5 TO 100], [* TO 10]',
    example: 'likes:[5 to 100]',
  },
  {
    code: 'Q027',
    title: 'field without a value',
    meaning: 'nothing stands after the colon',
    example: 'acme AND title:',
  },
  {
    code: 'Q028',
    title: 'field refused here',
    meaning: 'a field stands inside another field, or inside NEAR',
    example: 'title:(acme lang:en)',
  },
  {
    code: 'Q029',
    title: 'unknown fragment',
    meaning: 'no fragment has this name',
    example: 'acme NOT [jbos]',
  },
  {
    code: 'Q030',
    title: 'fragment contains itself',
    meaning: 'a fragment leads back to itself',
    example: '[loop]',
  },
  {
    code: 'Q031',
    title: 'faulty fragment',
    meaning: 'the text of a fragment has an error',
    example: 'acme NOT [broken]',
  },
  {
    code: 'Q032',
    title: 'nested too deeply',
    meaning: 'brackets are at most 1,000 deep',
    example: '',
  },
  {
    code: 'Q033',
    title: 'expression too long',
    meaning: 'an expression with its fragments is at most 1 MiB',
    example: '',
  },
  {
    code: 'Q034',
    title: 'control character',
    meaning: 'a character that no text holds',
    example: 'ac\u0000me',
  },
  {
    code: 'Q035',
    title: 'word too long',
    meaning:
      'a word, a value and a regular expression are at most 1,000 characters, a phrase 10,000',
    example: '',
  },
  {
    code: 'Q036',
    title: 'never closed',
    meaning: 'a brace, a square bracket or a regular expression has no end',
    example: 'acme {BT',
  },
  {
    code: 'W001',
    title: 'operator in lower case',
    meaning: 'and, or, not, near are words; operators are upper case',
    example: 'acme or phone',
  },
  {
    code: 'W002',
    title: 'shadowed term',
    meaning: 'another term already finds all that this one finds',
    example: 'acme OR acme*',
  },
  {
    code: 'W003',
    title: 'can never hold',
    meaning: 'no post can fulfil this part',
    example: 'acme likes:>5 likes:<3',
  },
  {
    code: 'W004',
    title: 'NOT removes a positive term',
    meaning: 'what is asked for is also excluded',
    example: '(acme OR phone) NOT phone',
  },
  {
    code: 'W005',
    title: 'wildcard expands to very much',
    meaning: 'so many words begin like this that the term says little',
    example: '',
  },
  {
    code: 'W006',
    title: 'no required term',
    meaning: 'no word must be there, so every post has to be looked at',
    example: 'lang:en',
  },
  {
    code: 'W007',
    title: 'punctuation ignored',
    meaning: 'signs around words are left out, as they are in texts',
    example: 'acme, phone',
  },
  {
    code: 'W008',
    title: 'sign of another tool',
    meaning: 'a sign that is an operator elsewhere is only punctuation here',
    example: 'acme && phone',
  },
  {
    code: 'W009',
    title: 'hidden character',
    meaning: 'a character that cannot be seen is left out',
    example: '\u202eacme',
  },
  {
    code: 'W010',
    title: 'typographic quotes',
    meaning: 'they are read as plain quotes',
    example: '\u201cacme phone\u201d',
  },
  {
    code: 'W011',
    title: 'count always holds',
    meaning: 'every post has at least none of it',
    example: 'acme phone{>=0}',
  },
  {
    code: 'W012',
    title: 'fuzzy on a short word',
    meaning: 'so few letters with so many edits find almost any word',
    example: 'hp~2',
  },
  {
    code: 'W013',
    title: 'NOT takes the whole NEAR',
    meaning: 'NEAR binds tighter than NOT and -',
    example: 'acme -phone NEAR/3 case',
  },
  {
    code: 'W014',
    title: 'age comparison',
    meaning: '>7d means older than seven days, <7d younger',
    example: 'acme published:>7d',
  },
  {
    code: 'W015',
    title: 'address read as link',
    meaning: 'a URL among words is looked for in the links of a post',
    example: 'https://acme.com/x',
  },
  {
    code: 'W016',
    title: 'almost an operator',
    meaning: 'it looks like an operator but is read as a word',
    example: 'acme NEAR5 phone',
  },
  {
    code: 'W017',
    title: 'question mark is a wildcard',
    meaning: '? stands for exactly one character, also in quotes',
    example: '"who is acme?"',
  },
] as const satisfies readonly CodeRow[]

export type ProblemCode = (typeof PROBLEM_CODES)[number]['code']
