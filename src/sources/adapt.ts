import * as v from 'valibot'
import { ConfigError } from '../errors.ts'
import { isHttpUrl } from '../text/url.ts'
import type { AskEnvironment, Source } from './source.ts'

/**
 * A connector for callers that do not know its settings: whatever stands in the configuration is read by the
 * connector's schema, with its defaults, before the connector sees it. Secrets that it names come from the process's
 * environment unless the caller gives them.
 */
export function adaptSource<Settings>(source: Source<Settings>): Source {
  const ready = <Place extends { settings: unknown; secret?: AskEnvironment<unknown>['secret'] }>(
    place: Place,
  ) => ({
    ...place,
    settings: readSettings(source, place.settings),
    secret: place.secret ?? secretsOf(source),
  })
  const { spending, streamChannel, stream, nameAuthors, thread, likers, reply, findReply } = source
  return {
    ...source,
    settings: withEndpoint(source.settings),
    ...(spending && { spending: (settings) => spending(readSettings(source, settings)) }),
    channels: (plan) => source.channels(ready(plan)),
    read: (channel, environment) => source.read(channel, ready(environment)),
    ...(streamChannel && { streamChannel: (plan) => streamChannel(ready(plan)) }),
    ...(stream && { stream: (environment) => stream(ready(environment)) }),
    ...(nameAuthors && {
      nameAuthors: (posts, environment) => nameAuthors(posts, ready(environment)),
    }),
    ...(thread && { thread: (wanted, environment) => thread(wanted, ready(environment)) }),
    ...(likers && { likers: (post, environment) => likers(post, ready(environment)) }),
    ...(reply && { reply: (wanted, environment) => reply(wanted, ready(environment)) }),
    ...(findReply && { findReply: (wanted, environment) => findReply(wanted, ready(environment)) }),
  }
}

/** Wherever a source may be told another address of its service, it must be one of the web. */
function withEndpoint<Settings>(settings: Source<Settings>['settings']): Source['settings'] {
  return v.pipe(
    settings as v.GenericSchema<unknown, unknown>,
    v.rawCheck(({ dataset, addIssue }) => {
      const { endpoint } = (dataset.value ?? {}) as { endpoint?: unknown }
      if (!dataset.typed || typeof endpoint !== 'string' || isHttpUrl(endpoint)) return
      addIssue({
        message: 'an address such as https://example.org',
        path: [
          {
            type: 'object',
            origin: 'value',
            input: dataset.value as Record<string, unknown>,
            key: 'endpoint',
            value: endpoint,
          },
        ],
      })
    }),
  )
}

function readSettings<Settings>(source: Source<Settings>, raw: unknown): Settings {
  const read = v.safeParse(source.settings, raw)
  if (read.success) return read.output
  const [issue] = read.issues
  const key = issue.path?.map((step) => String(step.key)).join('.') ?? ''
  const wanted = key === '' ? issue.message : `${key}: ${issue.message}`
  throw new ConfigError(`a source of type ${source.platform} wants ${wanted}`, [])
}

function secretsOf<Settings>(source: Source<Settings>): (variable: string) => string | undefined {
  const named = new Set(source.secrets?.map((secret) => secret.variable))
  return (variable) => (named.has(variable) ? process.env[variable] : undefined)
}
