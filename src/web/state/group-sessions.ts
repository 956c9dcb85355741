import { folderName } from '../../shared/place-name.ts';
import type { SessionStateName, SessionView } from '../../shared/session-view.ts';

export interface SessionGroup {
  readonly key: string;
  readonly name: string;
  /** The whole path, where the name alone is not all. */
  readonly path: string | undefined;
  readonly sessions: readonly SessionView[];
}

interface Narrowing {
  readonly text: string;
  readonly state: SessionStateName | undefined;
  /** Pinned ones in a group of their own. */
  readonly pinnedFirst?: boolean;
}

export const WAITING_KEY = 'waiting';
const PINNED_KEY = 'pinned';

/** Of a group that is no project, each line names its own. */
export function isMixed({ key }: SessionGroup): boolean {
  return key === WAITING_KEY || key === PINNED_KEY;
}

/** Hidden ones are listed only on wish. */
export function listed(sessions: Iterable<SessionView>, showsHidden: boolean): SessionView[] {
  return [...sessions].filter(({ hidden }) => showsHidden || hidden !== true);
}

/** Who needs you comes first, then who works, then the others; among these the latest begun, so that no row moves for what it hears. */
const RANK: Readonly<Record<SessionStateName, number>> = { waiting: 0, working: 1, idle: 2, lost: 3, ended: 4 };

/** Those that wait for a human before all others, from whatever project; the rest by project, the liveliest first. */
export function groupSessions(sessions: Iterable<SessionView>, narrowing: Narrowing): SessionGroup[] {
  const isMeant = createTest(narrowing);
  const sorted = [...sessions].filter(isMeant).sort(byNeed);
  const waiting = sorted.filter(({ state }) => state === 'waiting');
  const rest = sorted.filter(({ state }) => state !== 'waiting');
  const isApart = ({ pinned }: SessionView): boolean => narrowing.pinnedFirst === true && pinned === true;
  const projects = Map.groupBy(
    rest.filter((session) => !isApart(session)),
    (session) => session.project ?? session.cwd ?? '',
  );
  const groups = [...projects].map(([path, members]) => toGroup(path, members));
  const before = [
    { key: WAITING_KEY, name: 'Waiting for you', path: undefined, sessions: waiting },
    { key: PINNED_KEY, name: 'Pinned', path: undefined, sessions: rest.filter(isApart) },
  ];
  return [...before.filter(({ sessions: some }) => some.length > 0), ...groups];
}

/** Hidden ones do not count: nobody wants to be reminded of them. */
export function countWaiting(sessions: ReadonlyMap<string, SessionView>): number {
  return listed(sessions.values(), false).filter(({ state }) => state === 'waiting').length;
}

/** Those that wait, and those of the failed that do not; a hidden one is neither. */
export function countInNeed(sessions: ReadonlyMap<string, SessionView>, failed: ReadonlySet<string>): number {
  return listed(sessions.values(), false).filter(({ id, state }) => state === 'waiting' || failed.has(id)).length;
}

export function countStates(sessions: Iterable<SessionView>): Readonly<Record<SessionStateName, number>> {
  const counts = { waiting: 0, working: 0, idle: 0, lost: 0, ended: 0 };
  for (const { state } of sessions) counts[state] += 1;
  return counts;
}

export function projectName({ project, cwd }: Pick<SessionView, 'project' | 'cwd'>): string {
  const path = project ?? cwd;
  return path === undefined ? 'No folder' : folderName(path);
}

/** What a session goes by: as its user called it, else its title, else what was asked of it last. */
export function sessionName({
  name,
  title,
  lastPrompt,
}: Pick<SessionView, 'name' | 'title' | 'lastPrompt'>): string | undefined {
  return name ?? title ?? lastPrompt?.text;
}

function toGroup(path: string, sessions: readonly SessionView[]): SessionGroup {
  return {
    key: `project ${path}`,
    name: path === '' ? 'No folder' : folderName(path),
    path: path || undefined,
    sessions,
  };
}

/** Every word has to be somewhere in what is shown of the session. */
function createTest({ text, state }: Narrowing): (session: SessionView) => boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return (session) => {
    if (state !== undefined && session.state !== state) return false;
    if (words.length === 0) return true;
    const { id, name, title, lastPrompt, project, activity, why, model } = session;
    const shown = [
      id,
      name,
      title,
      lastPrompt?.text,
      project,
      activity?.tool,
      activity?.summary,
      why,
      model,
      session.state,
    ];
    const line = shown.join('\n').toLowerCase();
    return words.every((word) => line.includes(word));
  };
}

function byNeed(one: SessionView, other: SessionView): number {
  const rank = RANK[one.state] - RANK[other.state];
  if (rank !== 0) return rank;
  if (one.state === 'waiting') return one.since < other.since ? -1 : 1; // who waits longest
  if (one.startedAt !== other.startedAt) return one.startedAt > other.startedAt ? -1 : 1;
  return one.id < other.id ? -1 : 1;
}
