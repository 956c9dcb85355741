import { expect, test } from 'vitest';
import { parseOrigin } from '../../src/daemon/events/origin.ts';
import { createProcessStarts } from '../../src/daemon/events/process-start.ts';
import { printHookHeader } from '../../src/shared/hook-header.ts';

test('what a hook says of itself is read back as it was', () => {
  const project = '/home/me/Größe; a=b %41';
  const said = { via: 'plugin', agent: 'claude-code_2-1-284_agent', entrypoint: 'cli', attended: '1', project };
  const header = printHookHeader({ version: '0.1.0', claudePid: '4711', ...said });

  expect(parseOrigin(header, 'http')).toEqual({ hookVersion: '0.1.0', claudePid: 4711, ...said });
});

test.each([undefined, ''])('without the header (%s) only the door is known', (header) => {
  expect(parseOrigin(header, 'http')).toEqual({ via: 'http' });
});

test.each([
  ['0.1.0', { hookVersion: '0.1.0', via: 'http' }],
  ['0.1.0; claude_pid=abc; via=', { hookVersion: '0.1.0', via: '' }],
  ['; via=%ZZ; claude_pid=-4', { via: '%ZZ' }],
  ['1; unknown=x; agent', { hookVersion: '1', via: 'http', agent: '' }],
])('odd headers are taken as far as they go: %s', (header, origin) => {
  expect(parseOrigin(header, 'http')).toEqual(origin);
});

test.runIf(process.platform === 'linux')('a process tells when it began; one that is not there tells nothing', () => {
  const startOf = createProcessStarts();

  const began = Date.now() - process.uptime() * 1000;
  expect(Math.abs((startOf(process.pid) ?? 0) - began)).toBeLessThan(2500);
  expect(startOf(2 ** 30)).toBeUndefined();
});

test('where there is no /proc nothing is known', () => {
  expect(createProcessStarts({ proc: '/nonexistent' })(process.pid)).toBeUndefined();
});
