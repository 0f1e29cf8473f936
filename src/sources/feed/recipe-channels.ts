import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { nearestName } from '../../text/nearest.ts'
import { FEED_RECIPES, type FeedRecipe, orderProblem, recipeUrl } from '../feed-recipes.ts'
import type { Channel, Page } from '../source.ts'
import { toChannel } from './channels.ts'

const order = v.object({
  recipe: v.pipe(
    v.string(),
    v.check(
      (name) => findRecipe(name) !== undefined,
      (issue) => unknownRecipe(issue.input),
    ),
  ),
  of: v.optional(v.string()),
  at: v.optional(v.string()),
  locale: v.optional(v.pipe(v.string(), v.regex(/^[a-z]{2}-[A-Z]{2}$/, 'a locale such as de-DE'))),
  enabled: v.optional(v.boolean()),
})
type Order = v.InferOutput<typeof order>

/** One row of `recipes`. */
export const recipeOrder = v.pipe(
  order,
  v.check(
    (one) => problemOf(one) === undefined,
    (issue) => problemOf(issue.input) ?? '',
  ),
)

/** The channel of a recipe; one whose address is a secret is named by a hash of it. */
export function recipeChannel(wanted: Order): Channel {
  const recipe = findRecipe(wanted.recipe) as FeedRecipe
  const url = recipeUrl(recipe, wanted)
  const { terms } = recipe
  const channel = toChannel(url)
  const hash = createHash('sha256').update(url).digest('base64url').slice(0, 8)
  return {
    ...channel,
    ...(recipe.isSecret === true
      ? { key: `${recipe.name}#${hash}`, label: `${recipe.name} ${hash}` }
      : { label: [recipe.name, wanted.of, wanted.at].filter(Boolean).join(' ') }),
    request: { url, ...(terms === undefined ? {} : { terms: `${recipe.name}: ${terms}` }) },
  }
}

/** Says the terms with the first page of a channel that was never read before. */
export async function* withTerms(
  pages: AsyncGenerator<Page>,
  terms: string,
  state: unknown,
): AsyncGenerator<Page> {
  let isNew = state === undefined
  for await (const page of pages) {
    yield isNew
      ? { ...page, notice: page.notice === undefined ? terms : `${terms}; ${page.notice}` }
      : page
    isNew = false
  }
}

function findRecipe(name: string): FeedRecipe | undefined {
  return FEED_RECIPES.find((one) => one.name === name)
}

function unknownRecipe(name: string): string {
  const names = FEED_RECIPES.map((one) => one.name)
  const nearest = nearestName(name, names)
  return nearest === undefined
    ? `there is no recipe "${name}"; there are ${names.join(', ')}`
    : `there is no recipe "${name}"; perhaps ${nearest}`
}

function problemOf(wanted: Order): string | undefined {
  const recipe = findRecipe(wanted.recipe)
  if (recipe === undefined) return undefined
  if (recipe.terms !== undefined && wanted.enabled !== true)
    return `${recipe.name} is off until its row says \`enabled: true\`. ${recipe.terms}`
  return orderProblem(recipe, wanted)
}
