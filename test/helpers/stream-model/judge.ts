import { type EventLog, type Filter, isUrgent, type LoggedEvent } from './event-log.ts';

export interface Gap {
  readonly from: number;
  readonly to: number | null;
  readonly count: number | null;
}

/** What a subscriber heard: an event, or that it missed some. */
export type Heard = { readonly seq: number } | { readonly gap: Gap };

/** One registration, and all that came for it. */
export interface Stretch {
  readonly filter: Filter;
  /** It begins behind a seq from `least` to `most`; where exactly only the daemon knows. */
  readonly least: number;
  readonly most: number;
  readonly heard: readonly Heard[];
  /** It was slow at some time, so what does not matter most may have been left out. */
  readonly wasSlow: boolean;
}

export interface Verdict {
  /** All up to here was heard or told. */
  readonly reachedSeq: number;
  /** What is still to come, oldest first. */
  readonly due: readonly LoggedEvent[];
  readonly problem?: string;
}

/** Events heard and gaps told have to be together what was asked for, in order and once. */
export function judge({ filter, least, most, heard, wasSlow }: Stretch, log: EventLog): Verdict {
  const asked = log.asked(filter, least);
  let reachedSeq = least;
  let hasBegun = false;

  const isDue = ({ seq, fate }: LoggedEvent): boolean =>
    seq > reachedSeq && fate !== 'forgotten' && (hasBegun || seq > most);

  const check = (from: number): string | undefined => {
    if (from <= reachedSeq) return `${from} comes behind ${reachedSeq}`;
    const missed = asked.find((event) => event.seq < from && isDue(event));
    return missed && `${missed.seq} (${missed.type}, ${missed.fate}) is missing before ${from}`;
  };

  const checkGap = ({ from, to, count }: Gap): string | undefined => {
    if (to === null) return 'a gap without an end';
    const inside = asked.filter(({ seq }) => seq >= from && seq <= to);
    const wrong = inside.find((event) => event.fate === 'held' && (isUrgent(event) || !wasSlow));
    if (wrong !== undefined) return `${wrong.seq} (${wrong.type}) is told as missed, but is held`;
    const wasPruned = log.hasPruned(from, to);
    if (!wasPruned && inside.length === 0) return `nothing was missed from ${from} to ${to}`;
    const isEverything = filter.session_id === undefined && filter.types === undefined;
    if (count === null) return wasPruned && !isEverything ? undefined : `the gap from ${from} has no count`;
    const least = inside.filter(({ fate }) => fate !== 'forgotten').length;
    return count >= least && count <= inside.length
      ? undefined
      : `${count} told as missed from ${from} to ${to}, not ${least} to ${inside.length}`;
  };

  const take = (one: Heard): string | undefined => {
    const from = 'seq' in one ? one.seq : one.gap.from;
    const problem = check(from) ?? ('gap' in one ? checkGap(one.gap) : undefined);
    if (problem !== undefined) return problem;
    if ('seq' in one && !asked.some(({ seq }) => seq === one.seq)) return `${one.seq} was not asked for`;
    reachedSeq = 'seq' in one ? one.seq : (one.gap.to ?? reachedSeq);
    hasBegun = true;
    return undefined;
  };

  for (const one of heard) {
    const problem = take(one);
    if (problem !== undefined) return { reachedSeq, due: [], problem };
  }
  return { reachedSeq, due: asked.filter(isDue) };
}
