/** Brackets (and fragments, which are brackets) stand at most so deep; proximity operators at most so many in a row. */
export const MAX_NESTING = 1_000

/** An expression with its fragments written out, in UTF-16 units. */
export const MAX_LENGTH = 1_048_576
