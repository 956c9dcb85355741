/** What is said, read, changed and written in the story of every tool. */
export const PROMPT = `The checkout loses the cart when the session is renewed. Find out why, and mend it **with a test**.

- do not touch \`src/legacy\`
- keep the API as it is, see [the notes](https://example.com/notes)`;

export const ANSWER = `## What was wrong

A renewal replaced the *session id*, and the cart is keyed by it:

\`\`\`ts
carts.delete(old.id); // the new session begins without one
\`\`\`

| File | Change |
| --- | --- |
| \`src/session/renew.ts\` | moves the cart |
| \`test/session/renew.test.ts\` | new |

1. All 412 tests pass.
2. See [the pull request](https://example.com/pull/17).`;

export const RENEW = `import type { Session } from './session.ts';
import { carts } from '../cart/store.ts';

/** A new session in place of one that is about to end. */
export async function renew(old: Session): Promise<Session> {
  const renewed = await open({ user: old.user, since: Date.now() });
  await carts.delete(old.id);
  return renewed;
}
`;

export const PATCH = [
  {
    ...{ oldStart: 4, oldLines: 6, newStart: 4, newLines: 8 },
    lines: [
      ' /** A new session in place of one that is about to end. */',
      ' export async function renew(old: Session): Promise<Session> {',
      '   const renewed = await open({ user: old.user, since: Date.now() });',
      '-  await carts.delete(old.id);',
      '+  // the cart goes along, else the checkout begins anew',
      '+  await carts.move(old.id, renewed.id);',
      '+  log.info(renewed.id);',
      '   return renewed;',
      ' }',
    ],
  },
];

export const TESTS = [
  '\u001b[1m\u001b[46m RUN \u001b[49m\u001b[22m \u001b[36mv5.1.1\u001b[39m',
  ' \u001b[32m✓\u001b[39m test/cart/store.test.ts \u001b[2m(14 tests)\u001b[22m\u001b[33m 211ms\u001b[39m',
  ' \u001b[31m❯\u001b[39m test/session/renew.test.ts \u001b[2m(6 tests | \u001b[31m1 failed\u001b[39m)\u001b[22m',
  '   \u001b[31m×\u001b[39m keeps the cart',
  ...Array.from({ length: 60 }, (_, at) => `   \u001b[32m✓\u001b[39m case ${at + 1}`),
].join('\n');
