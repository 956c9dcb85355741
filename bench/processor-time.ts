import * as fs from 'node:fs';

/** Kernel ticks of `/proc/PID/stat` in a second, on every Linux there is. */
const TICKS_PER_S = 100;
/** What the daemon calls the thread that indexes (src/daemon/search/start-worker.ts); the kernel knows it by that name. */
const INDEX_THREAD = 'search';

/** What a daemon has had of the processors since it was started, in µs. */
export interface ProcessorTime {
  /** The event loop and all that works for it: V8's and libuv's pools, and threads that have ended. */
  readonly loopUs: number;
  /** The thread of the full-text index. */
  readonly indexUs: number;
}

/** An index thread that died by a fault took its account with it: its time would be taken for the loop's. */
export function createProcessorClock(pid: number): () => ProcessorTime {
  let indexThread: string | undefined;
  return () => {
    const found = fs.readdirSync(`/proc/${pid}/task`).find((id) => nameOf(`/proc/${pid}/task/${id}`) === INDEX_THREAD);
    if (indexThread !== undefined && found !== indexThread) throw new Error('The thread of the index has ended.');
    indexThread = found;
    const wholeUs = readUs(`/proc/${pid}/stat`);
    const indexUs = found === undefined ? 0 : readUs(`/proc/${pid}/task/${found}/stat`);
    return { loopUs: wholeUs - indexUs, indexUs };
  };
}

/** Some threads are gone before their name is read. */
function nameOf(task: string): string | undefined {
  try {
    return fs.readFileSync(`${task}/comm`, 'utf8').trim();
  } catch {
    return undefined;
  }
}

function readUs(file: string): number {
  const fields = fs
    .readFileSync(file, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return ((Number(fields[11]) + Number(fields[12])) * 1e6) / TICKS_PER_S;
}
