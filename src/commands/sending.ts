import type { Settings, SourceSetting } from '../config/settings.ts'
import type { Context } from '../context.ts'
import { AppError } from '../errors.ts'
import type { HttpClient } from '../model/http.ts'
import { loadSource } from '../sources/index.ts'
import type { AskEnvironment, Source } from '../sources/source.ts'
import { createClient, secretsOf } from './collect.ts'

/** A source with what it needs to send or look up one answer. */
export interface Sender {
  readonly source: Source
  readonly environment: AskEnvironment<unknown>
  readonly http: HttpClient
}

/** The source that can answer on the platform: the one that saw the post, else another of its kind. */
export async function openSender(
  context: Context,
  settings: Settings,
  platform: string,
  name: string,
): Promise<Sender> {
  const setting =
    settings.sources.find((each) => each.name === name) ??
    settings.sources.find(({ type }) => type === platform)
  if (setting === undefined) {
    throw new AppError(`no source of type ${platform} is configured`, {
      hint: 'add one to queries.yaml, or answer on the site and record it with --sent',
    })
  }
  const source = await loadSource(setting.type)
  if (source.reply === undefined) {
    throw new AppError(`${source.name} takes no answers from programs`, {
      hint: 'answer on the site (the link is in listen show), then record it with: listen reply POST --sent --text "…"',
    })
  }
  const http = createClient(context, settings)
  return {
    source: withCleanAnswers(source, context),
    http,
    environment: environmentOf(context, setting, http),
  }
}

/** What the site says of a failed answer is kept in the outbox: our secrets are taken out of it before. */
function withCleanAnswers(source: Source, context: Context): Source {
  const { reply } = source
  if (reply === undefined) return source
  return {
    ...source,
    reply: async (...all) => {
      const result = await reply(...all)
      if (result.outcome !== 'sent')
        result.error.message = context.withoutSecrets(result.error.message)
      return result
    },
  }
}

function environmentOf(
  context: Context,
  setting: SourceSetting,
  http: HttpClient,
): AskEnvironment<unknown> {
  return {
    settings: setting.settings,
    name: setting.name,
    http,
    now: Date.now,
    signal: context.signal,
    secret: secretsOf(context),
  }
}
