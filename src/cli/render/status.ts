import { printCount } from '../../shared/print-count.ts';
import { printDuration } from '../../shared/print-duration.ts';
import { toSafeText } from '../../shared/safe-text.ts';
import { isObject } from '../../shared/wire.ts';
import { printBytes } from './bytes.ts';

type Fields = Readonly<Record<string, unknown>>;

/** A daemon's status in a few lines; what has been lost is said only when there is something to say. */
export function printStatus(status: Fields, nowMs: number): string[] {
  const rows: [string, string][] = status.running === true ? runningRows(status, nowMs) : [];
  const width = 'Watching'.length;
  const table = rows.map(([name, says]) => `${name.padEnd(width)}  ${toSafeText(says)}`);
  return status.running === true ? table : ['Not running.', ...strangerLines(status), ...waitingLines(status.spool)];
}

function runningRows(status: Fields, nowMs: number): [string, string][] {
  const { pid, port, version, uptimeMs } = status;
  const rows: [string, string][] = [
    ['Running', `pid ${pid}, for ${printDuration(number(uptimeMs))}, version ${version}`],
    ['Address', `http://127.0.0.1:${port}`],
    ['Events', eventsLine(status, nowMs)],
    ['Watching', watchingLine(status.watching)],
    ['Hook', hookLine(status.hook)],
    ...searchRows(status.search),
    ['Relay', typeof status.relay === 'string' ? status.relay : '-'],
    ['Spool', spoolLine(status.spool)],
    ...keptRows(status, nowMs),
  ];
  return [...rows, ...troubleRows(status)];
}

/** How much is kept, and since when; an older daemon does not say. */
function keptRows({ retention, pruned }: Fields, nowMs: number): [string, string][] {
  if (!isObject(retention)) return [];
  const { bytes, maxBytes, oldestEventAt, pinnedOverBytes } = retention;
  const most = number(maxBytes) > 0 ? ` of at most ${printBytes(number(maxBytes))}` : '';
  const ageMs = typeof oldestEventAt === 'string' ? nowMs - Date.parse(oldestEventAt) : Number.NaN;
  const since = Number.isNaN(ageMs) ? '' : `, the oldest event ${printDuration(Math.max(0, ageMs))} old`;
  const gone = number(pruned) > 0 ? `, ${count(pruned)} pruned` : '';
  const over = number(pinnedOverBytes);
  return [
    ['Kept', `${printBytes(number(bytes))}${most}${since}${gone}`],
    ...(over > 0 ? [['Pinned', `sessions alone are ${printBytes(over)} too much`] as [string, string]] : []),
  ];
}

/** Only when there is something to say. */
function troubleRows(status: Fields): [string, string][] {
  const losses = lossLine(status);
  const redacted = number(status.redacted);
  const { store } = status;
  const isInMemory = isObject(store) && store.durable === false;
  return [
    ...(redacted > 0 ? [['Redacted', printCount(redacted, 'secret')] as [string, string]] : []),
    ...(losses === '' ? [] : [['Lost', losses] as [string, string]]),
    ...(isObject(store) ? damageRows(store) : []),
    ...(isInMemory ? [['Store', 'in memory only: it cannot be written'] as [string, string]] : []),
  ];
}

/** Said as long as the damaged file lies there. */
function damageRows({ setAside, salvaging, salvaged, lost }: Fields): [string, string][] {
  if (typeof setAside !== 'string') return [];
  const kept = `${count(salvaged)} of its events copied`;
  const rest =
    typeof lost === 'number' ? `, ${count(lost)} lost` : salvaging === true ? ' so far' : ', the others lost';
  return [['Damaged', `${setAside}: ${kept}${rest}`]];
}

function eventsLine({ events, seq, sessions, lastEventAt }: Fields, nowMs: number): string {
  const taken = `${count(events ?? seq)} taken in`;
  const last = typeof lastEventAt === 'string' ? Date.parse(lastEventAt) : number(lastEventAt, Number.NaN);
  const ago = Number.isNaN(last) ? '' : `, last ${printDuration(Math.max(0, nowMs - last))} ago`;
  return `${taken}, ${printCount(number(sessions), 'session')}${ago}`;
}

/** Subscribers, by the name they gave themselves. */
function watchingLine(watching: unknown): string {
  const names = isObject(watching) ? Object.entries(watching).filter(([, many]) => number(many) > 0) : [];
  return names.length === 0 ? '-' : names.map(([name, many]) => printCount(number(many), name)).join(', ');
}

function hookLine(hook: unknown): string {
  if (!isObject(hook)) return '-';
  const parts: string[] = [];
  if (number(hook.count) > 0) {
    parts.push(
      `${milliseconds(hook.p50Ms)} median`,
      `${milliseconds(hook.p95Ms)} at 95 %`,
      `of the last ${count(hook.count)}`,
    );
  }
  if (number(hook.late) > 0) parts.push(`${count(hook.late)} late`);
  return parts.join(', ') || '-';
}

/** A daemon from before there was search says nothing of it. */
function searchRows(search: unknown): [string, string][] {
  if (!isObject(search)) return [];
  if (search.state === 'off') return [['Search', `off: ${search.reason ?? 'unknown'}`]];
  const lag = number(search.lagEvents);
  const behind = lag === 0 ? 'up to date' : `${printCount(lag, 'event')} behind`;
  const rebuilding = search.state === 'rebuilding' ? 'being rebuilt, ' : '';
  return [['Search', `${rebuilding}${behind}, ${printBytes(number(search.bytes))}`]];
}

function spoolLine(spool: unknown): string {
  const files = isObject(spool) ? number(spool.files) : number(spool);
  return files === 0 ? 'empty' : `${printCount(files, 'event')} waiting`;
}

function strangerLines({ portTakenBy, port }: Fields): string[] {
  return portTakenBy === undefined
    ? []
    : [`Port ${port} is held by ${portTakenBy}; the daemon will take the next free one.`];
}

function waitingLines(spool: unknown): string[] {
  const line = spoolLine(spool);
  return line === 'empty' ? [] : [`${line} in the spool for the next start.`];
}

function lossLine({ dropped, rejected }: Fields): string {
  return [[number(dropped), 'dropped'] as const, [number(rejected), 'rejected'] as const]
    .filter(([many]) => many > 0)
    .map(([many, how]) => `${count(many)} ${how}`)
    .join(', ');
}

function number(value: unknown, otherwise = 0): number {
  return typeof value === 'number' ? value : otherwise;
}

function count(value: unknown): string {
  return number(value).toLocaleString('en');
}

function milliseconds(value: unknown): string {
  return `${number(value).toFixed(1)} ms`;
}
