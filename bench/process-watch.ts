import * as fs from 'node:fs';

/** A process at one moment. */
export interface Sample {
  readonly atMs: number;
  readonly rssKb: number;
  /** Open file descriptors. */
  readonly files: number;
}

/** Looks at a process again and again, until it is stopped. */
export function watchProcess(pid: number, everyMs: number): { stop(): Sample[] } {
  const samples: Sample[] = [];
  const look = () => samples.push({ atMs: performance.now(), rssKb: rssKb(pid), files: countFiles(pid) });
  look();
  const timer = setInterval(look, everyMs);
  return {
    stop() {
      clearInterval(timer);
      return samples;
    },
  };
}

/** Of the straight line that comes nearest to all samples. */
export function slopeAMinute(samples: readonly Sample[], of: (sample: Sample) => number): number {
  const mean = (value: (sample: Sample) => number) =>
    samples.reduce((total, sample) => total + value(sample), 0) / samples.length;
  const meanMs = mean(({ atMs }) => atMs);
  const meanValue = mean(of);
  const together = mean((sample) => (sample.atMs - meanMs) * (of(sample) - meanValue));
  return (together / mean(({ atMs }) => (atMs - meanMs) ** 2)) * 60_000;
}

function rssKb(pid: number): number {
  const found = /^VmRSS:\s+(\d+) kB/m.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Number(found?.[1]);
}

function countFiles(pid: number): number {
  return fs.readdirSync(`/proc/${pid}/fd`).length;
}
