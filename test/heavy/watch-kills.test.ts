// The watch over a stream with forty kills instead of a few.
process.env.LISTEN_WATCH_KILLS = '40'
await import('../e2e/watch.test.ts')
