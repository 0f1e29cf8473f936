import * as v from 'valibot'

/** `stream:` of a source: off, on, or the address of another server. */
export function streamSetting(what: string) {
  const expected = `true, false or the wss: address of ${what}`
  return v.union(
    [
      v.boolean(),
      v.pipe(v.string(), v.regex(/^wss?:\/\/\S+$/, expected), v.check(URL.canParse, expected)),
    ],
    expected,
  )
}
