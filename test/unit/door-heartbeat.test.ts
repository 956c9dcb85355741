import { expect, test } from 'vitest';
import { createHeartbeat } from '../../src/shared/heartbeat.ts';

function createPatient() {
  let bytes = 0;
  const done = { pings: 0, terminated: 0 };
  return {
    done,
    speak: () => {
      bytes += 2;
    },
    pulse: {
      bytesRead: () => bytes,
      ping: () => {
        done.pings += 1;
      },
      terminate: () => {
        done.terminated += 1;
      },
    },
  };
}

test('F35: whoever misses two pings is let go', () => {
  const { pulse, done } = createPatient();
  const heartbeat = createHeartbeat(() => [pulse]);
  heartbeat.beat();
  heartbeat.beat();
  expect(done).toEqual({ pings: 2, terminated: 0 });
  heartbeat.beat();
  expect(done).toEqual({ pings: 2, terminated: 1 });
});

test('F35: any frame is a sign of life, and a newcomer is not stale', () => {
  const { pulse, done, speak } = createPatient();
  const heartbeat = createHeartbeat(() => [pulse]);
  for (let beat = 0; beat < 10; beat += 1) {
    heartbeat.beat();
    if (beat % 2 === 1) speak();
  }
  expect(done).toEqual({ pings: 10, terminated: 0 });
});
