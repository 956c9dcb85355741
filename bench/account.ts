type Message = Readonly<Record<string, unknown>>;

/** Keeps books for one subscriber that asked for everything: what it received and was told it missed has to be all there was, in order. */
export interface Account {
  hear(message: Message): void;
  /** Everything up to here was received or told. */
  reachedSeq(): number;
  received(): number;
  /** Events it was told that it missed. */
  told(): number;
  /** Seqs that came twice, in the wrong order, or neither came nor were told. */
  faults(): number;
}

export function createAccount(startSeq: number): Account {
  let reachedSeq = startSeq;
  let received = 0;
  let told = 0;
  let faults = 0;

  const goOn = (from: number, to: number): void => {
    faults += Math.abs(from - reachedSeq - 1);
    reachedSeq = to;
  };

  return {
    hear(message) {
      const { seq, from, to, count } = message;
      if (typeof seq === 'number' && message.type !== 'system.welcome' && message.type !== 'system.health') {
        goOn(seq, seq);
        received += 1;
      } else if (message.type === 'system.gap') {
        if (typeof from !== 'number' || typeof to !== 'number' || count !== to - from + 1) faults += 1;
        goOn(Number(from), Number(to));
        told += Number(count);
      }
    },
    reachedSeq: () => reachedSeq,
    received: () => received,
    told: () => told,
    faults: () => faults,
  };
}
