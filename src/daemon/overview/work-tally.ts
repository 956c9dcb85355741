import type { SessionWork, WaitSums } from '../../shared/overview.ts';
import { MINUTE_MS } from '../sessions/minute.ts';
import type { ToldMinute } from './told-minute.ts';
import type { WaitTally } from './wait-tally.ts';

type Waited = Pick<WaitSums, 'permission' | 'question'>;

/** Adds up what each session did. */
export interface WorkTally {
  add(row: ToldMinute): void;
  /** Those that did anything: first those that wait, then the latest. */
  told(waits: Pick<WaitTally, 'of' | 'isOpen'>): SessionWork[];
}

interface Work {
  readonly firstMinute: number;
  lastMinute: number;
  prompts: number;
  lastPrompt: string | undefined;
  failed: number;
  readonly calls: Map<string, number>;
  readonly files: Set<string>;
}

/** More than a person looks through; how many there were, the totals say. */
const MOST_SESSIONS = 20;
/** Enough to say what kind of work it was. */
const MOST_TOOLS = 6;
const MOST_FILES = 5;
/** More than a session changes in a day; past it none is counted. */
const MAX_FILES = 2000;

/** The rows come in order of time. */
export function createWorkTally(): WorkTally {
  const bySession = new Map<string, Work>();

  return {
    add({ minute, sessionId, told }) {
      const work = bySession.get(sessionId) ?? beginWork(minute);
      bySession.set(sessionId, work);
      work.lastMinute = minute;
      work.prompts += told.prompts;
      work.lastPrompt = told.prompt ?? work.lastPrompt;
      for (const { tool, calls, failed } of told.tools) {
        work.calls.set(tool, (work.calls.get(tool) ?? 0) + calls);
        work.failed += failed;
      }
      for (const file of told.files) touch(work.files, file);
    },
    told(waits) {
      const views = [...bySession].map(([id, work]) => toView(id, work, waits.of(id)));
      const busy = views.filter((view) => view.prompts + view.calls + view.waits.count > 0).sort(byTime);
      const [waiting, others] = [busy.filter(({ id }) => waits.isOpen(id)), busy.filter(({ id }) => !waits.isOpen(id))];
      return [...waiting, ...others].slice(0, MOST_SESSIONS);
    },
  };
}

function beginWork(minute: number): Work {
  return {
    ...{ firstMinute: minute, lastMinute: minute, prompts: 0, lastPrompt: undefined, failed: 0 },
    ...{ calls: new Map(), files: new Set() },
  };
}

/** What was changed last stands last. */
function touch(files: Set<string>, file: string): void {
  const isKnown = files.delete(file);
  if (isKnown || files.size < MAX_FILES) files.add(file);
}

function toView(id: string, work: Work, waited: Waited | undefined): SessionWork {
  const { firstMinute, lastMinute, prompts, lastPrompt, failed, calls, files } = work;
  const tools = [...calls].map(([tool, count]) => ({ tool, calls: count }));
  return {
    id,
    since: new Date(firstMinute * MINUTE_MS).toISOString(),
    until: new Date((lastMinute + 1) * MINUTE_MS).toISOString(),
    prompts,
    ...(lastPrompt === undefined ? {} : { lastPrompt }),
    calls: tools.reduce((sum, tool) => sum + tool.calls, 0),
    failed,
    tools: tools.sort((one, other) => other.calls - one.calls).slice(0, MOST_TOOLS),
    changed: files.size,
    files: [...files].slice(-MOST_FILES).reverse(),
    waits: sumOf(waited),
  };
}

function sumOf(waited: Waited | undefined): SessionWork['waits'] {
  if (waited === undefined) return { count: 0, totalMs: 0 };
  const { permission, question } = waited;
  return { count: permission.count + question.count, totalMs: permission.totalMs + question.totalMs };
}

/** Of two that were at work in the same minute, that which did more. */
function byTime(one: SessionWork, other: SessionWork): number {
  if (one.until !== other.until) return one.until < other.until ? 1 : -1;
  return other.calls - one.calls || (one.id < other.id ? -1 : 1);
}
