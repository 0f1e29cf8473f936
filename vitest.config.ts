import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    setupFiles: ['test/helpers/no-network.ts'],
    testTimeout: 20_000,
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/e2e/**', 'test/heavy/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.{ts,tsx}'],
          testTimeout: 60_000,
          // Real terminals and processes on a machine that is shared: what fails is tried once more before it counts.
          retry: 1,
          globalSetup: ['test/helpers/built.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'heavy',
          include: ['test/heavy/**/*.test.ts'],
          testTimeout: 900_000,
          // They load the machine and share it with each other: what fails is tried once more before it counts.
          retry: 1,
          globalSetup: ['test/helpers/built.ts'],
        },
      },
    ],
  },
})
