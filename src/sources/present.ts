/** As T, but what is absent may be written as undefined. */
export type Loose<T> = { readonly [Key in keyof T]: T[Key] | undefined }

/**
 * Leaves out what the platform did not give: undefined, empty lists and empty text. `text` stays, since every post
 * has one.
 */
export function present<T extends object>(value: Loose<T>): T {
  const kept = Object.entries(value).filter(([key, one]) => key === 'text' || !isEmpty(one))
  return Object.fromEntries(kept) as T
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}
