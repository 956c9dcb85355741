import * as fs from 'node:fs';

/** What a running daemon says of itself in `daemon.json`, for hooks and commands to find it by. */
export interface DaemonState {
  readonly pid: number;
  readonly port: number;
  readonly version: string;
  readonly protocol: number;
  /** When the process started, in ms since the epoch; with the pid it tells the daemon from a later process of that number. */
  readonly startedAt: number;
  readonly storeId: string;
}

/** Undefined for anything that is not a whole state file: then nobody is known to run. */
export function parseState(text: string): DaemonState | undefined {
  const value = parseObject(text);
  if (value === undefined) return undefined;
  const { pid, port, version, protocol, startedAt, storeId } = value;
  if (typeof pid !== 'number' || !isPort(port)) return undefined;
  if (typeof version !== 'string' || typeof protocol !== 'number') return undefined;
  if (typeof startedAt !== 'number' || typeof storeId !== 'string') return undefined;
  return { pid, port, version, protocol, startedAt, storeId };
}

/** Undefined when there is no state file, or none that can be read. */
export function readState(file: string): DaemonState | undefined {
  try {
    return parseState(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined; // absent or unreadable: the same as nobody running
  }
}

function isPort(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined; // cut off or not JSON
  }
}
