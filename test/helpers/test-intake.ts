import { type Counters, createCounters } from '../../src/daemon/events/counters.ts';
import { createHookLatency, type HookLatency } from '../../src/daemon/events/hook-latency.ts';
import { createIntake, type Intake, type IntakeOptions } from '../../src/daemon/events/intake.ts';
import { createPrivacy, type Privacy, type PrivacySettings } from '../../src/daemon/events/privacy.ts';
import type { RawEvent } from '../../src/daemon/events/raw-event.ts';
import type { Entry } from '../../src/daemon/store/entry.ts';
import type { EventStore } from '../../src/daemon/store/event-store.ts';
import { createHistory, type History } from '../../src/shared/history.ts';

export interface TestIntake extends Intake {
  readonly store: EventStore;
  readonly history: History;
  readonly counters: Counters;
  readonly latency: HookLatency;
  readonly privacy: Privacy;
  /** What was given to subscribers, in order. */
  readonly published: Entry[];
  readonly shown: Entry[];
}

/** Nothing but the shapes that everybody knows is redacted. */
const PRIVACY: PrivacySettings = { redact: [], capture: 'full', projects: {} };

/** An intake with all that belongs to it but subscribers. */
export function createTestIntake(
  store: EventStore,
  options: Partial<IntakeOptions> = {},
  settings: Partial<PrivacySettings> = {},
): TestIntake {
  const history = createHistory();
  const counters = createCounters(store);
  const latency = createHookLatency();
  const published: Entry[] = [];
  const shown: Entry[] = [];
  const broadcaster = {
    publish: (entry: Entry) => void published.push(entry),
    show: (entry: Entry) => void shown.push(entry),
  };
  const privacy = createPrivacy({ ...PRIVACY, ...settings });
  const host = 'laptop';
  const all = { store, history, broadcaster, counters, latency, privacy, host, maxEventBytes: 256 * 1024, ...options };
  return { ...createIntake(all), store, history, counters, latency, privacy, published, shown };
}

/** An event as a hook of the settings' wiring delivers it. */
export function aRawEvent(data: object | Buffer, more: Partial<RawEvent> = {}): RawEvent {
  const bytes = Buffer.isBuffer(data) ? data : Buffer.from(`${JSON.stringify(data)}\n`);
  return { bytes, origin: { via: 'settings' }, ...more };
}
