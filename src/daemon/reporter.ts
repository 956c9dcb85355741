import { errorCode, MpmError } from '../shared/errors.ts';
import type { LogFile, LogLevel } from './log-file.ts';

/** What may happen in a daemon's life that somebody could want to know. Never holds anything of an event, nor a token. */
export interface Facts {
  readonly started: { readonly port: number; readonly version: string; readonly home: string; readonly seq: number };
  readonly already_owned: { readonly home: string };
  readonly port_taken: { readonly wanted: number; readonly port: number };
  readonly setting_unusable: { readonly problem: string };
  readonly rejected: { readonly code: string };
  readonly refused: { readonly code: string };
  readonly token_changed: Record<never, never>;
  readonly store_in_trouble: { readonly reason: string; readonly held: number };
  readonly store_set_aside: { readonly file: string };
  readonly store_salvaged: { readonly salvaged: number; readonly lost: number | null };
  readonly store_well: Record<never, never>;
  readonly search_off: { readonly reason: string };
  readonly search_well: Record<never, never>;
  readonly spool_drained: { readonly events: number };
  readonly subscriber_came: { readonly name: string | undefined; readonly session: string };
  readonly subscriber_left: { readonly name: string | undefined; readonly code: number };
  readonly forgotten: { readonly sessions: number; readonly events: number };
  readonly state_unwritten: { readonly error: unknown };
  readonly failed: { readonly error: unknown };
  readonly crashed: { readonly error: unknown };
  readonly stopping: { readonly reason: string };
  readonly stopped: { readonly seq: number };
}

type Sentences = {
  readonly [Event in keyof Facts]: readonly [LogLevel, (fact: Facts[Event]) => string];
};

/** The one place that turns facts into words. */
const SENTENCES: Sentences = {
  started: ['info', ({ port, version }) => `Listening on http://127.0.0.1:${port}, version ${version}.`],
  already_owned: ['info', ({ home }) => `Another daemon owns ${home} already; this one is not needed.`],
  port_taken: ['warn', ({ wanted, port }) => `Somebody else has port ${wanted}; this daemon is at ${port}.`],
  setting_unusable: ['warn', ({ problem }) => problem],
  rejected: ['warn', ({ code }) => `An event was not taken: ${code}.`],
  refused: ['warn', ({ code }) => `Somebody was turned away, or asked what has no answer: ${code}.`],
  token_changed: ['info', () => 'The token was changed; whoever came in by the old one is out.'],
  store_in_trouble: ['error', ({ reason, held }) => `Events are in memory only (${held}): ${reason}.`],
  store_set_aside: ['error', ({ file }) => `The store was damaged; it lies at ${file}, and a new one was begun.`],
  store_salvaged: [
    'warn',
    ({ salvaged, lost }) =>
      `Of the damaged store ${salvaged} events could be read and are kept; ${lost ?? 'nobody knows how many'} are lost.`,
  ],
  store_well: ['info', () => 'Events are on disk again.'],
  search_off: ['warn', ({ reason }) => `Nothing can be searched until this is over: ${reason}.`],
  search_well: ['info', () => 'Events can be searched again.'],
  spool_drained: ['info', ({ events }) => `Took in ${events} spooled ${events === 1 ? 'event' : 'events'}.`],
  subscriber_came: ['debug', ({ name = 'Somebody', session }) => `${name} listens to ${session}.`],
  subscriber_left: ['debug', ({ name = 'Somebody', code }) => `${name} has left (${code}).`],
  forgotten: ['info', ({ sessions, events }) => `Forgot ${events} events of ${sessions} sessions, as was asked.`],
  state_unwritten: [
    'error',
    () => 'The state file could not be written; hooks find this daemon at the usual port only.',
  ],
  failed: ['error', () => 'Something went wrong that was not to be expected.'],
  crashed: ['error', () => 'The daemon ends because of an unexpected failure.'],
  stopping: ['info', ({ reason }) => `Stopping: ${reason}.`],
  stopped: ['info', ({ seq }) => `Stopped after event ${seq}.`],
};

/** Facts that outsiders can cause at will are written once in this time, with how often they happened since. */
const QUIET_MS = 60_000;
const REPEATED: ReadonlySet<keyof Facts> = new Set(['rejected', 'refused', 'failed']);
/** So many different ones are told apart within that time; beyond them all of one kind are taken for the same. */
const MAX_TOLD_APART = 200;

export interface Reporter {
  report<Event extends keyof Facts>(event: Event, fact: Facts[Event]): void;
}

interface ReporterOptions {
  readonly log: LogFile;
  readonly nowMs: () => number;
  /** Write what is only of use when something is wrong, too. */
  readonly isDebug?: boolean;
  /** Someone is watching this daemon's start on a terminal. */
  readonly say?: ((line: string) => void) | undefined;
}

export function createReporter({ log, nowMs, isDebug = false, say = () => {} }: ReporterOptions): Reporter {
  const told = new Map<string, { atMs: number; unsaid: number }>();

  /** They stand in the order in which they were told. */
  const forgetQuiet = (): void => {
    for (const [key, { atMs }] of told) {
      if (nowMs() - atMs < QUIET_MS) return;
      if (!REPEATED.has(key as keyof Facts)) told.delete(key); // those taken for the same have a count to tell
    }
  };

  const toKey = (event: keyof Facts, details: object): string => {
    const key = JSON.stringify([event, details]);
    if (told.has(key) || told.size < MAX_TOLD_APART) return key;
    forgetQuiet();
    return told.size < MAX_TOLD_APART ? key : event;
  };

  /** How often the same happened without being told, or undefined when it is not to be told now either. */
  const unsaidBefore = (event: keyof Facts, details: object): number | undefined => {
    const key = toKey(event, details);
    const before = told.get(key);
    if (before !== undefined && nowMs() - before.atMs < QUIET_MS) {
      before.unsaid += 1;
      return undefined;
    }
    told.delete(key);
    told.set(key, { atMs: nowMs(), unsaid: 0 });
    return before?.unsaid ?? 0;
  };

  return {
    report(event, fact) {
      const [level, toSentence] = SENTENCES[event];
      if (level === 'debug' && !isDebug) return;
      const details = toDetails(fact);
      const unsaid = REPEATED.has(event) ? unsaidBefore(event, details) : 0;
      if (unsaid === undefined) return;
      const message = toSentence(fact);
      say(message);
      log.write({ level, event, message, ...details, ...(unsaid > 0 ? { repeated: unsaid } : {}) });
    },
  };
}

function toDetails(fact: object): Record<string, unknown> {
  return 'error' in fact ? { error: printError(fact.error) } : { ...fact };
}

/**
 * Where it happened, and what, so far as that cannot hold anything of an event: Node's own messages may quote the
 * value at fault (`"…" is not valid JSON`), so they are left out.
 */
export function printError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error };
  const isSafe = error instanceof MpmError || 'errno' in error || 'errcode' in error;
  const frames = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '));
  return {
    name: error.name,
    code: errorCode(error),
    ...(isSafe ? { message: error.message } : {}),
    at: frames.slice(0, 8).map((line) => line.trim()),
  };
}
