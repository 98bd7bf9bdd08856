import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/**
 * Files that run at the same time. Vitest's own choice leaves a processor for itself: of two that is half. One more than there
 * are, as a test that drives a browser or a platform often waits. The limits of time below leave room for what that slows.
 */
const WORKERS = availableParallelism() + 1

interface Project {
  readonly include: string[]
  readonly exclude: string[]
  readonly timeout: number
  readonly globalSetup?: string[]
  readonly retry?: number
}

const projects: Record<string, Project> = {
  unit: {
    include: ['**/*.test.ts'],
    exclude: ['**/*.integration.test.ts', '**/*.browser.test.ts', 'deploy/**'],
    timeout: 60_000,
  },
  integration: {
    include: ['**/*.integration.test.ts'],
    exclude: ['deploy/**'],
    timeout: 120_000,
    globalSetup: ['test/database-service.ts'],
  },
  // Where its packages are: `npm run check` installs them, who only starts or tests the product does not need them.
  ...(existsSync('deploy/node_modules') && {
    deploy: { include: ['deploy/**/*.test.ts'], exclude: [], timeout: 60_000 },
  }),
  // A page drew no frame for 90 s once, in a run of everything, and nobody knows why: tried once more, which the output tells.
  browser: { include: ['**/*.browser.test.ts'], exclude: [], timeout: 300_000, retry: 1 },
}

export default defineConfig({
  test: {
    maxWorkers: WORKERS,
    projects: Object.entries(projects).map(([name, { include, exclude, timeout, globalSetup = [], retry = 0 }]) => ({
      test: {
        name,
        include,
        globalSetup,
        retry,
        exclude: ['**/node_modules/**', '**/.next/**', '**/out/**', '**/dist/**', ...exclude],
        testTimeout: timeout,
        hookTimeout: timeout,
        expect: { poll: { timeout: 10_000 } },
        // Files share processes where they hold nothing of their own: to start one and load its modules again costs more than most files do.
        isolate: name === 'integration',
      },
    })),
  },
})
