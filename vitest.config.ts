import { defineConfig } from 'vitest/config';

/** One project a folder; the slow ones wait longer. Nothing here may touch the user's own home: see test/helpers/guard.ts. */
const suite = (name: string, testTimeout: number, retry = 0) => ({
  extends: true as const,
  test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout, hookTimeout: testTimeout, retry },
});

export default defineConfig({
  test: {
    globalSetup: ['test/helpers/guard.ts'],
    projects: [
      suite('unit', 10_000),
      suite('integration', 20_000),
      suite('contract', 60_000),
      suite('e2e', 180_000),
      suite('budget', 60_000),
      suite('install', 120_000),
      suite('web', 90_000, 1), // a browser on a crowded machine may be too late once
    ],
    coverage: { provider: 'v8', include: ['src/**'], reporter: ['text-summary', 'json-summary'] },
  },
});
