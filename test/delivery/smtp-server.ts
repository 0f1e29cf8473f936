import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'

export interface ReceivedMail {
  readonly from: string
  readonly to: readonly string[]
  readonly data: string
}

/** What the server does at each step; absent: it agrees. `hang` says nothing, `drop` closes. */
export interface SmtpScript {
  readonly rcpt?: string
  /** Instead of the reply to DATA's end. */
  readonly end?: string | 'hang' | 'drop'
  readonly data?: string | 'drop'
}

/** A small SMTP server on loopback that keeps what it was given (RFC 5321, with dot-stuffing). */
export async function startSmtp(script: () => SmtpScript = () => ({})) {
  const mails: ReceivedMail[] = []
  const commands: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    let from = ''
    let to: string[] = []
    let buffer = ''
    let isData = false
    const say = (line: string) => socket.write(`${line}\r\n`)
    const steps: Readonly<Record<string, (line: string) => void>> = {
      MAIL: (line) => {
        from = addressIn(line)
        to = []
        say('250 ok')
      },
      RCPT: (line) => {
        const reply = script().rcpt
        if (reply === undefined) to.push(addressIn(line))
        say(reply ?? '250 ok')
      },
      DATA: () => {
        const reply = script().data
        isData = reply === undefined
        if (reply === 'drop') socket.destroy()
        else say(reply ?? '354 go on')
      },
      QUIT: () => {
        say('221 bye')
        socket.end()
      },
    }
    const command = (line: string) => {
      commands.push(line)
      const step = steps[line.slice(0, 4).toUpperCase()]
      if (step) step(line)
      else say('250 ok')
    }
    const end = (data: string) => {
      isData = false
      mails.push({ from, to, data: data.replaceAll(/\r\n\.\./g, '\r\n.') })
      const reply = script().end
      if (reply === 'drop') socket.destroy()
      else if (reply !== 'hang') say(reply ?? '250 kept')
    }
    const next = () => {
      const mark = isData ? '\r\n.\r\n' : '\r\n'
      const at = buffer.indexOf(mark)
      if (at < 0) return false
      const part = buffer.slice(0, at)
      buffer = buffer.slice(at + mark.length)
      if (isData) end(part)
      else command(part)
      return true
    }
    socket.on('data', (chunk) => {
      buffer += chunk.toString('latin1')
      while (next());
    })
    say('220 loopback')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    mails,
    commands,
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

function addressIn(line: string): string {
  return /<(.*?)>/.exec(line)?.[1] ?? ''
}
