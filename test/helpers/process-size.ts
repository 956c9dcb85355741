import * as fs from 'node:fs';

/** What a process holds, as Linux tells it. */
export interface ProcessSize {
  readonly rssMb: number;
  readonly files: number;
  /** Open TCP connections, whatever their state. */
  readonly sockets: number;
}

export function processSize(pid: number): ProcessSize {
  const status = fs.readFileSync(`/proc/${pid}/status`, 'utf8');
  const files = fs.readdirSync(`/proc/${pid}/fd`);
  return {
    rssMb: Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024,
    files: files.length,
    sockets: files.filter((name) => isSocket(`/proc/${pid}/fd/${name}`)).length,
  };
}

function isSocket(link: string): boolean {
  try {
    return fs.readlinkSync(link).startsWith('socket:');
  } catch {
    return false; // closed meanwhile
  }
}
