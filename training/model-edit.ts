import { readFileSync, writeFileSync } from 'node:fs'

/** Puts values into a model file's header, and replaces or adds named sections of numbers. The tables stay as they are. */
export function editModel(
  file: string,
  header: Readonly<Record<string, unknown>>,
  floats: Readonly<Record<string, Float32Array>> = {},
): void {
  const bytes = readFileSync(file)
  const length = bytes.readUInt32LE(8)
  const old = JSON.parse(bytes.toString('utf8', 12, 12 + length)) as Record<string, unknown>
  const listed = old.floats as [string, number][]
  let at = 12 + length
  const sections: [string, Buffer][] = listed.map(([name, size]) => {
    const section = bytes.subarray(at, at + size * 4)
    at += size * 4
    return [name, section]
  })
  for (const [name, values] of Object.entries(floats)) {
    const section = Buffer.from(values.buffer, values.byteOffset, values.byteLength)
    const there = sections.find(([other]) => other === name)
    if (there === undefined) sections.push([name, section])
    else there[1] = section
  }
  const text = Buffer.from(
    JSON.stringify({
      ...old,
      ...header,
      floats: sections.map(([name, section]) => [name, section.length / 4]),
    }),
  )
  const padded = Buffer.concat([text, Buffer.alloc(-text.length & 3, 32)])
  const head = Buffer.from(bytes.subarray(0, 12))
  head.writeUInt32LE(padded.length, 8)
  writeFileSync(
    file,
    Buffer.concat([head, padded, ...sections.map(([, section]) => section), bytes.subarray(at)]),
  )
}
