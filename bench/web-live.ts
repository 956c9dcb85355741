import { setTimeout as delay } from 'node:timers/promises';
import { toEventType } from '../src/shared/event-type.ts';
import type { BenchDaemon } from './store-daemon.ts';
import { type BenchEvent, makeEvents } from './store-events.ts';
import { createSender } from './store-send.ts';

/** Events go out together this often, so many a second in all. */
const TICK_MS = 20;
const PROBE_EVERY_MS = 50;
const FOLDER = '/home/dev/bench-live';

export interface LiveOptions {
  /** The sessions that the events belong to. */
  readonly sessions: readonly string[];
  readonly perSecond: number;
  /** Whether a probe is a prompt, or the command of a call. */
  readonly probe: 'prompt' | 'call';
}

/** Events that arrive as those of hooks do, each in a request of its own. */
export interface Live {
  /** The number of the first probe; those of earlier runs are less. */
  readonly firstProbe: number;
  /** When each probe was sent, as `Date.now()`. */
  readonly probes: readonly number[];
  sent(): number;
  stop(): Promise<void>;
}

let runs = 0;

export function startLive(daemon: BenchDaemon, { sessions, perSecond, probe }: LiveOptions): Live {
  runs += 1;
  const run = `${Date.now().toString(36)}-${runs}`;
  const sender = createSender(daemon);
  const prober = createSender(daemon);
  const source = makeEvents(Number.POSITIVE_INFINITY, { seed: Date.now() });
  const firstProbe = Date.now() * 1000; // also above those that a kept home still shows
  const probes: number[] = [];
  let sent = 0;
  let isOver = false;
  let made = 0;
  /** Each socket has its turn: one that is silent is closed. */
  const next = (): BenchEvent => {
    made += 1;
    return {
      ...relive(source.next().value as BenchEvent, sessions, run),
      sessionId: made.toString(16).padStart(4, '0').slice(-4),
    };
  };

  /** Waits for the answers, as Claude Code does; what came due meanwhile goes out together. */
  const work = async (): Promise<void> => {
    const startMs = performance.now();
    while (!isOver) {
      const due = Math.floor(((performance.now() - startMs) * perSecond) / 1000) - sent;
      sent += Math.max(0, due);
      await sender.singles(Array.from({ length: Math.max(0, due) }, next));
      await delay(TICK_MS);
    }
  };
  const sendProbes = async (): Promise<void> => {
    while (!isOver) {
      const sought = { number: firstProbe + probes.length, run, session: sessions[0] ?? '', kind: probe };
      probes.push(Date.now());
      await prober.singles([toProbe(sought)]);
      await delay(PROBE_EVERY_MS);
      if (probe === 'call') await prober.singles([toProbeEnd(sought)]); // no session has hundreds of calls under way
    }
  };
  const working = Promise.all([work(), sendProbes()]);
  working.catch(() => undefined); // whoever stops it hears of it

  return {
    firstProbe,
    probes,
    sent: () => sent,
    async stop() {
      isOver = true;
      await working;
      sender.close();
      prober.close();
    },
  };
}

/** What a session was before anybody looks at it. */
export async function begin(daemon: BenchDaemon, session: string, count: number): Promise<void> {
  const sender = createSender(daemon);
  const events = [...makeEvents(count, { seed: Date.now() })].map((event) => relive(event, [session], session));
  await sender.batches(events);
  sender.close();
}

/** An event as it would happen now, in one of the sessions; its call has an id that was never there before. */
function relive({ id, type, body }: BenchEvent, sessions: readonly string[], run: string): BenchEvent {
  const data = JSON.parse(body) as Record<string, unknown>;
  const at = Number.parseInt(String(data.session_id).slice(0, 6), 16) % sessions.length;
  const session = sessions[at] ?? '';
  const call = data.tool_use_id === undefined ? {} : { tool_use_id: `${data.tool_use_id}-${run}` };
  const told = { ...data, ...call, session_id: session, cwd: FOLDER };
  return { id: `${id}-${run}`, type, atMs: Date.now(), sessionId: String(data.session_id), body: JSON.stringify(told) };
}

interface Probe {
  readonly number: number;
  readonly run: string;
  readonly session: string;
  readonly kind: LiveOptions['probe'];
}

function toProbe({ number, run, session, kind }: Probe): BenchEvent {
  if (kind === 'call') return ofProbe({ number, run, session }, 'PreToolUse', toCall(number, run));
  return ofProbe({ number, run, session }, 'UserPromptSubmit', { prompt: textOf(number) });
}

function toProbeEnd({ number, run, session }: Probe): BenchEvent {
  const tool_response = { stdout: '', stderr: '', interrupted: false };
  return ofProbe({ number, run, session }, 'PostToolUse', { ...toCall(number, run), tool_response });
}

const textOf = (number: number) => `probe-${number}- of what is to be seen`;

function toCall(number: number, run: string) {
  return { tool_name: 'Bash', tool_input: { command: textOf(number) }, tool_use_id: `probe-${run}-${number}` };
}

function ofProbe({ number, run, session }: Omit<Probe, 'kind'>, name: string, told: object): BenchEvent {
  const data = { session_id: session, cwd: FOLDER, permission_mode: 'default', hook_event_name: name, ...told };
  const id = `probe-${run}-${number}-${name}`;
  return { id, type: toEventType(name), atMs: Date.now(), sessionId: '0000', body: JSON.stringify(data) };
}
