/** Carried whole up to here; Claude Code was seen to send 16 MB. */
const MAX_EVENT_BYTES = 64 * 1024 * 1024;
/** What is kept of an event past that, so that the fault is seen. */
const OVERSIZE_KEPT_BYTES = 64 * 1024;

export interface ReadEvent {
  readonly bytes: Uint8Array;
  /** More came than is carried; `bytes` are its beginning. */
  readonly oversize: boolean;
}

/** Reads stdin to its end, or to the deadline: then what has come until now is the event. */
export function readEvent(deadlineMs: number, done: (event: ReadEvent) => void): void {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let finished = false;

  const finish = (): void => {
    if (finished) return;
    finished = true;
    clearTimeout(timer);
    process.stdin.destroy();
    const bytes = Buffer.concat(chunks);
    const oversize = length > MAX_EVENT_BYTES;
    done({ bytes: oversize ? bytes.subarray(0, OVERSIZE_KEPT_BYTES) : bytes, oversize });
  };

  const timer = setTimeout(finish, deadlineMs);
  process.stdin.on('data', (chunk: Uint8Array) => {
    length += chunk.length;
    if (length <= MAX_EVENT_BYTES || chunks.length === 0) chunks.push(chunk);
  });
  process.stdin.on('end', finish);
  process.stdin.on('error', finish);
}
