// The tests of the outbox with two hundred kills instead of a few.
process.env.LISTEN_KILL_ROUNDS = '200'
await import('../dialogue/outbox.test.ts')
