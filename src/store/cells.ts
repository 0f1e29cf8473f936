/** A text that UTF-8 can hold: a lone surrogate would come back changed. Null where there is none. */
export function wellFormed(text: string | undefined): string | null {
  if (text === undefined) return null
  return text.isWellFormed() ? text : text.toWellFormed()
}

/** A whole number, or null where the platform gave none or nonsense. */
export function toCount(value: number | undefined): number | null {
  if (value === undefined || !Number.isFinite(value)) return null
  const rounded = Math.round(value)
  return Number.isSafeInteger(rounded) ? rounded : null
}

export function toReal(value: number | undefined): number | null {
  return value === undefined || !Number.isFinite(value) ? null : value
}

/** JSON, or null for what is undefined. */
export function toJson(value: unknown): string | null {
  return value === undefined ? null : JSON.stringify(value)
}

export function fromJson<Value>(text: string | null): Value | undefined {
  return text === null ? undefined : (JSON.parse(text) as Value)
}
