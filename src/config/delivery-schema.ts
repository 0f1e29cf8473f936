import * as v from 'valibot'

const text = v.pipe(v.string('text'), v.trim(), v.minLength(1, 'text that is not empty'))
/** Webhook addresses and passwords never stand in the file. */
const secret = v.pipe(
  text,
  v.regex(
    /^\$\{[A-Z][A-Z0-9_]*\}$/,
    'the name of an environment variable in braces behind $, since it is a secret',
  ),
)
const address = v.pipe(
  text,
  v.regex(/^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/, 'a mail address'),
)
const name = v.optional(v.pipe(text, v.regex(/^[\w-]{1,40}$/, 'letters, digits, - and _')))

/** One entry of `digest.to` and `alerts.to`. */
export const deliveryTarget = v.variant(
  'type',
  [
    v.strictObject({
      type: v.literal('mail'),
      name,
      address: v.union([v.array(address), address], 'a mail address or a list of them'),
      from: v.optional(address),
      server: v.optional(text, 'localhost'),
      port: v.optional(v.pipe(v.number('a number'), v.integer('a whole number'))),
      tls: v.optional(
        v.picklist(['starttls', 'tls', 'none', 'auto'], 'auto, starttls, tls or none'),
        'auto',
      ),
      user: v.optional(text),
      password: v.optional(secret),
    }),
    v.strictObject({ type: v.literal('slack'), name, url: secret }),
    v.strictObject({ type: v.literal('discord'), name, url: secret }),
    v.strictObject({ type: v.literal('teams'), name, url: secret }),
    v.strictObject({ type: v.literal('webhook'), name, url: secret, secret: v.optional(secret) }),
    v.strictObject({ type: v.literal('file'), name, path: text }),
  ],
  'a way out: mail, slack, discord, teams, webhook or file',
)

export type RawTarget = v.InferOutput<typeof deliveryTarget>
