import net from 'node:net'

// Tests may talk to loopback only: any other address is a mistake that must be seen at once.
const LOOPBACK = /^(127\.|::1$|localhost$|::ffff:127\.)/
const connect = net.Socket.prototype.connect

net.Socket.prototype.connect = function guarded(this: net.Socket, ...args: unknown[]) {
  const options = Array.isArray(args[0]) ? args[0][0] : args[0]
  const host = (options as { host?: string } | undefined)?.host
  if (host !== undefined && !LOOPBACK.test(host)) {
    throw new Error(`a test tried to reach ${host}; only loopback is allowed`)
  }
  return (connect as (...all: unknown[]) => net.Socket).apply(this, args)
} as typeof connect
