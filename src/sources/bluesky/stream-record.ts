import * as v from 'valibot'
import { listOf, maybe, text, webUrl } from '../json-fields.ts'
import { recordSchema, strongRef, type WireEmbed } from './wire.ts'

const blob = v.object({ ref: v.object({ $link: v.pipe(text, v.regex(/^[a-z0-9]{10,128}$/i)) }) })
const picture = v.object({ image: blob, alt: maybe(text) })
const mediaEntries = {
  images: listOf(picture),
  external: maybe(v.object({ uri: maybe(webUrl) })),
  video: maybe(blob),
  alt: maybe(text),
}

/** The embed as its author wrote it: pictures by their hash, a quoted post by its address. */
const writtenEmbed = v.object({
  ...mediaEntries,
  record: maybe(v.object({ ...strongRefEntries(), record: maybe(strongRef) })),
  media: maybe(v.object(mediaEntries)),
})
type WrittenMedia = v.InferOutput<ReturnType<typeof mediaSchema>>

/** A record of a stream: with the embed that views show in their own shape. */
export const streamRecordSchema = v.object({
  ...recordSchema.entries,
  embed: maybe(writtenEmbed),
})
export type StreamRecord = v.InferOutput<typeof streamRecordSchema>

/** What the network's own image server and player would show. */
export function toWireEmbed(embed: StreamRecord['embed'], did: string): WireEmbed | undefined {
  if (embed === undefined) return undefined
  const uri = embed.record?.record?.uri ?? embed.record?.uri
  return {
    ...toMedia(embed, did),
    record: uri === undefined ? undefined : { uri, author: undefined, record: undefined },
    media: embed.media === undefined ? undefined : toMedia(embed.media, did),
  }
}

function toMedia({ images, external, video, alt }: WrittenMedia, did: string) {
  return {
    images: images?.map((one) => ({
      fullsize: `https://cdn.bsky.app/img/feed_fullsize/plain/${did}/${one.image.ref.$link}@jpeg`,
      thumb: undefined,
      alt: one.alt,
    })),
    external: external === undefined ? undefined : { uri: external.uri, title: undefined },
    playlist:
      video === undefined
        ? undefined
        : `https://video.bsky.app/watch/${encodeURIComponent(did)}/${video.ref.$link}/playlist.m3u8`,
    alt,
  }
}

function strongRefEntries() {
  return { uri: maybe(text) }
}

function mediaSchema() {
  return v.object(mediaEntries)
}
