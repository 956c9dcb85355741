import { performance } from 'node:perf_hooks';
import type { History } from '../../shared/history.ts';
import { type Appended, toEntry } from '../store/entry.ts';
import type { EventStore, NewEvent, Origin } from '../store/event-store.ts';
import { IMPORT } from '../store/imported.ts';
import type { Broadcaster } from './broadcaster.ts';
import type { Counters } from './counters.ts';
import { cutToFit, cutToText } from './cut.ts';
import type { HookLatency } from './hook-latency.ts';
import { type IdentifiedEvent, identify, PROBE } from './identify.ts';
import type { Privacy } from './privacy.ts';
import type { Imported, RawEvent } from './raw-event.ts';
import { createWiringTwins } from './wiring-twins.ts';

export type Outcome =
  | { readonly status: 'accepted' | 'duplicate'; readonly seq: number }
  /** Shown and kept in memory, but not on disk: the sender has to keep it and try again. */
  | { readonly status: 'held'; readonly seq: number }
  /** For good: the same event would be refused again. */
  | { readonly status: 'rejected'; readonly code: string; readonly message: string };

/** The one way in for events, whatever door they came through. */
export interface Intake {
  /** Resolves when the event is in the store, never before; the events of one turn of the event loop share a transaction. */
  accept(raw: RawEvent): Promise<Outcome>;
  /** Resolves when all that was accepted so far has its outcome. */
  idle(): Promise<void>;
}

export interface IntakeOptions {
  readonly store: EventStore;
  readonly history: History;
  readonly broadcaster: Pick<Broadcaster, 'publish' | 'show'>;
  readonly counters: Counters;
  readonly latency: HookLatency;
  readonly privacy: Privacy;
  readonly host: string;
  readonly maxEventBytes: number;
  readonly now?: () => number;
  /** When a process began, in ms since the epoch; undefined when it can't be seen. */
  readonly startOf?: (pid: number) => number | undefined;
  /** Told after each transaction. */
  readonly onStored?: () => void;
}

interface Waiting {
  readonly event: NewEvent;
  /** How many secrets stood in it. */
  readonly redacted: number;
  resolve(outcome: Outcome): void;
  reject(error: unknown): void;
}

export function createIntake(options: IntakeOptions): Intake {
  const { store, history, broadcaster, counters, latency, privacy, host, maxEventBytes } = options;
  const { now = Date.now, startOf = () => undefined, onStored } = options;
  const twins = createWiringTwins();
  let waiting: Waiting[] = [];
  let turn: Promise<void> = Promise.resolve();

  return {
    async accept(raw) {
      const receivedMs = performance.now();
      const identified = identify(raw, now());
      if (identified === undefined) return refuse(raw);
      if (identified.type === PROBE) return answerProbe(privacy.protect(identified, raw.origin).event);
      if (raw.elapsedUs === undefined || raw.late === true) return enqueue(identified, raw);
      const outcome = await enqueue(identified, raw);
      latency.record(raw.elapsedUs / 1000 + performance.now() - receivedMs);
      return outcome;
    },
    idle: () => turn,
  };

  function refuse({ type, imported }: RawEvent): Outcome {
    counters.count('rejected');
    if (imported !== undefined) {
      return { status: 'rejected', code: 'BAD_ENVELOPE', message: 'Its type or its data cannot be one of an event.' };
    }
    return { status: 'rejected', code: 'BAD_TYPE', message: `An event's type cannot be ${JSON.stringify(type)}.` };
  }

  function answerProbe({ id, type, atMs, sessionId, body }: IdentifiedEvent): Outcome {
    broadcaster.show(toEntry({ seq: 0, id, type, atMs, sessionId: sessionId ?? null, host, body, cut: false }));
    return { status: 'accepted', seq: 0 };
  }

  function enqueue(identified: IdentifiedEvent, raw: RawEvent): Promise<Outcome> {
    const prepared = prepare(identified, raw);
    if (waiting.length === 0) turn = new Promise((done) => setImmediate(() => void done(commit())));
    return new Promise((resolve, reject) => waiting.push({ ...prepared, resolve, reject }));
  }

  /** F32: identify, redact, cut, in this order; the twin is looked for in what was sent, not in what was left of it. */
  function prepare(identified: IdentifiedEvent, raw: RawEvent): Pick<Waiting, 'event' | 'redacted'> {
    const id = twins.idFor(identified, raw.origin.via);
    const { event, origin, redacted } = privacy.protect(identified, raw.origin);
    const { type, atMs, toolUseId, data, isSkimmed } = event;
    const { host: itsHost, sessionId = event.sessionId, wasCut } = takenOver(event, raw.imported);
    const toSize = isSkimmed ? cutToText : cutToFit;
    const { body, cut } = toSize(data, event.body, maxEventBytes);
    const kept = { id, type, atMs, sessionId, toolUseId, body, cut: cut || wasCut, host: itsHost };
    // cutting uses the data up, and what was skimmed is not all that the body says
    const said = cut || isSkimmed ? undefined : data;
    return { event: { ...kept, data: said, origin: withStart(origin) }, redacted };
  }

  /** The envelope is believed in what its data does not say itself. */
  function takenOver({ sessionId }: IdentifiedEvent, imported: Imported | undefined) {
    if (imported === undefined) return { wasCut: false };
    const said = sessionId ?? imported.sessionId;
    return {
      host: imported.host === undefined ? undefined : privacy.protectName(imported.host),
      sessionId: said === undefined ? undefined : privacy.protectName(said),
      wasCut: imported.cut,
    };
  }

  function withStart(origin: Origin): Origin {
    const { claudePid } = origin;
    const claudeStartedAt = claudePid === undefined ? undefined : startOf(claudePid);
    return claudeStartedAt === undefined ? origin : { ...origin, claudeStartedAt };
  }

  /** F30: in the store before anybody sees it. */
  function commit(): void {
    const batch = waiting;
    waiting = [];
    let appended: readonly Appended[];
    try {
      appended = store.append(
        batch.map(({ event }) => event),
        counters.take(),
      );
    } catch (error) {
      for (const { reject } of batch) reject(error); // whoever waits says it, and the sender keeps its event
      return;
    }
    for (const [index, one] of appended.entries()) {
      if (one.status === 'accepted') show(one, batch[index]);
      batch[index]?.resolve(toOutcome(one));
    }
    onStored?.();
  }

  /** What was imported happened at another time: the live views are not for it. */
  function show({ entry }: Extract<Appended, { status: 'accepted' }>, prepared: Waiting | undefined): void {
    const { redacted = 0, event } = prepared ?? {};
    if (redacted > 0) counters.count('redacted', redacted);
    if (event?.origin.via === IMPORT) return;
    history.append(entry);
    broadcaster.publish(entry);
  }
}

function toOutcome(appended: Appended): Outcome {
  const seq = appended.status === 'accepted' ? appended.entry.seq : appended.seq;
  return { status: appended.held === true ? 'held' : appended.status, seq };
}
