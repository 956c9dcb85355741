import { connect } from '../../../src/client/client.ts';
import { tell } from './ask.ts';
import type { EventLog } from './event-log.ts';
import { createEventLog } from './event-log.ts';
import type { Subscriber } from './subscriber.ts';
import type { RestartHow, World } from './world.ts';

export type Way = 'one by one' | 'lines' | 'twice' | 'library' | 'import';

export interface Made {
  readonly kind: 'PreToolUse' | 'Stop' | 'Notification' | 'custom.note';
  readonly session: string;
  readonly padChars: number;
}

/** One run of the model: a daemon, what it was given, and those who listen. */
export interface Course<Of extends Subscriber> {
  readonly world: World;
  readonly log: EventLog;
  readonly subscribers: Of[];
  publish(way: Way, events: readonly Made[]): Promise<void>;
  /** An event as it goes over a WebSocket. */
  toMessage(event: Made): { readonly type: string; readonly id: string; readonly data: object };
  prune(part: number): Promise<void>;
  forget(session: string): Promise<void>;
  restart(how: RestartHow): Promise<void>;
  /** Everybody reads to the end; throws for the first of whom not all that was heard is as it has to be. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

const NOON_MS = Date.UTC(2026, 10, 22, 12);

export function createCourse<Of extends Subscriber>(world: World): Course<Of> {
  const log = createEventLog();
  const subscribers: Of[] = [];
  let made = 0;

  const toMessage = ({ kind, session, padChars }: Made) => {
    made += 1;
    const pad = 'x'.repeat(padChars);
    const data =
      kind === 'custom.note' ? { session_id: session, pad } : { hook_event_name: kind, session_id: session, pad };
    // some events arrive late, so that time and order differ
    const timestamp = NOON_MS + (made % 5 === 0 ? made - 7 : made) * 1000;
    return { type: TYPES[kind], id: `event-no-${made}`, timestamp, data };
  };

  const postLines = (lines: readonly object[], via = 'lines'): Promise<void> => {
    const headers = { 'content-type': 'application/x-ndjson', 'x-mpm-hook': `1; via=${via}` };
    return tell(world.daemon, '/v1/events', { headers, body: lines.map((line) => JSON.stringify(line)).join('\n') });
  };

  const postOne = ({ type, id, timestamp, data }: ReturnType<typeof toMessage>): Promise<void> => {
    const named: Record<string, string> = type === 'custom.note' ? { 'x-mpm-type': type } : {};
    const headers = { 'content-type': 'application/json', 'x-mpm-event-id': id, 'x-mpm-sent-at': String(timestamp) };
    return tell(world.daemon, '/v1/events', { headers: { ...headers, ...named }, body: JSON.stringify(data) });
  };

  const publishBy: Readonly<Record<Way, (messages: readonly ReturnType<typeof toMessage>[]) => Promise<void>>> = {
    async 'one by one'(messages) {
      for (const message of messages) await postOne(message);
    },
    lines: (messages) => postLines(messages),
    async twice(messages) {
      await postLines(messages);
      await postLines([...messages].reverse());
    },
    async library(messages) {
      await using client = connect({ home: world.daemon.home.paths.home });
      for (const { type, data } of messages) client.publish(type, { ...data });
      await client.flush();
    },
    import: (messages) =>
      postLines(
        messages.map((message) => ({
          ...message,
          timestamp: new Date(message.timestamp).toISOString(),
          data: { ...message.data, imported: true },
        })),
        'import',
      ),
  };

  const quiesce = async (): Promise<void> => {
    for (const subscriber of subscribers) await subscriber.quiesce();
  };

  const complain = (): void => {
    for (const [index, subscriber] of subscribers.entries()) {
      const problem = subscriber.problem();
      if (problem !== undefined) throw new Error(`subscriber ${index}: ${problem}`);
    }
  };

  return {
    world,
    log,
    subscribers,
    toMessage,
    async publish(way, events) {
      await publishBy[way](events.map(toMessage));
      await log.refresh(world.daemon);
      complain();
    },
    async prune(part) {
      await quiesce();
      const upToSeq = Math.floor(log.lastSeq() * part);
      world.prune?.(upToSeq);
      log.mark('pruned', ({ seq }) => seq <= upToSeq);
    },
    async forget(session) {
      await quiesce();
      const headers = { 'content-type': 'application/json' };
      await tell(world.daemon, '/v1/forget', { headers, body: JSON.stringify({ session }) });
      log.mark('forgotten', (event) => event.session === session);
    },
    async restart(how) {
      await quiesce();
      if (how === 'other store') {
        for (const subscriber of subscribers) {
          await subscriber.settle(); // what is under way could not be told from what the other one says
          subscriber.begin();
        }
        log.begin();
      }
      const last =
        how === 'kill'
          ? publishBy.lines(Array.from({ length: 30 }, (_, index) => toMessage(EVERY[index % EVERY.length] as Made)))
          : undefined;
      await Promise.all([world.restart(how), last?.catch(() => {})]); // cut off in the middle: some of it is stored
      await log.refresh(world.daemon);
    },
    async settle() {
      await publishBy.lines(EVERY.map(toMessage));
      await log.refresh(world.daemon);
      for (const subscriber of subscribers) await subscriber.settle();
      complain();
    },
    async close() {
      for (const subscriber of subscribers) subscriber.close();
      await world.close();
    },
  };
}

const TYPES: Readonly<Record<Made['kind'], string>> = {
  PreToolUse: 'hook.pre_tool',
  Stop: 'hook.stop',
  Notification: 'hook.notification',
  'custom.note': 'custom.note',
};

export const KINDS = Object.keys(TYPES) as Made['kind'][];
export const SESSIONS = ['one', 'two'];
/** One of each kind. */
const EVERY: readonly Made[] = SESSIONS.flatMap((session) => KINDS.map((kind) => ({ kind, session, padChars: 0 })));
