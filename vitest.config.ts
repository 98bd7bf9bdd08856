import { defineConfig } from 'vitest/config'

const projects = {
  unit: { include: ['**/*.test.ts'], exclude: ['**/*.integration.test.ts', '**/*.browser.test.ts'], timeout: 20_000 },
  integration: { include: ['**/*.integration.test.ts'], exclude: [], timeout: 60_000 },
  browser: { include: ['**/*.browser.test.ts'], exclude: [], timeout: 120_000 },
}

export default defineConfig({
  test: {
    projects: Object.entries(projects).map(([name, { include, exclude, timeout }]) => ({
      test: {
        name,
        include,
        exclude: ['**/node_modules/**', '**/.next/**', '**/out/**', '**/dist/**', ...exclude],
        testTimeout: timeout,
        hookTimeout: timeout,
      },
    })),
  },
})
