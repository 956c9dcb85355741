import * as os from 'node:os';
import { expect, test } from 'vitest';
import { giveWay } from '../../src/daemon/search/give-way.ts';

const LOWEST = os.constants.priority.PRIORITY_LOW;

/** What a system is asked to set, and what it answers. */
function systemWith({ platform = 'linux' as NodeJS.Platform, priority = 0, answer = () => {} } = {}) {
  const set: number[] = [];
  const system = {
    platform: () => platform,
    getPriority: () => priority,
    setPriority: (wished: number) => {
      set.push(wished);
      answer();
    },
  };
  return { set, giveWay: () => giveWay(system) };
}

/** As Node says it: the code is always this one, the system's own stands in `info`. */
function refusal(code: string): Error {
  const message = `A system error occurred: uv_os_setpriority returned ${code} (refused)`;
  return Object.assign(new Error(message), { code: 'ERR_SYSTEM_ERROR', info: { code, syscall: 'uv_os_setpriority' } });
}

test.each([
  [0, 10],
  [5, 15],
  [15, LOWEST],
])('from a niceness of %d it goes to %d', (priority, wished) => {
  const { set, giveWay } = systemWith({ priority });
  giveWay();

  expect(set).toEqual([wished]);
});

test('elsewhere than on Linux the whole daemon would give way, so nothing is asked', () => {
  const { set, giveWay } = systemWith({ platform: 'darwin' });
  giveWay();

  expect(set).toEqual([]);
});

test.each(['EPERM', 'EACCES', 'ENOSYS', 'ESRCH', 'EINVAL'])('a system that answers %s is left as it is', (code) => {
  const { giveWay } = systemWith({
    answer: () => {
      throw refusal(code);
    },
  });

  expect(giveWay).not.toThrow();
});

test('a mistake of ours is none of the system’s', () => {
  const { giveWay } = systemWith({
    answer: () => {
      throw new RangeError('out of range');
    },
  });

  expect(giveWay).toThrow('out of range');
});

test('what the system refuses is told with the code that is waited for', () => {
  const pidOfNobody = 2 ** 30;

  expect(() => os.getPriority(pidOfNobody)).toThrow(expect.objectContaining({ code: 'ERR_SYSTEM_ERROR' }));
});
