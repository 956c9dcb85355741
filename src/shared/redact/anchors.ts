/** So many bits of a hash tell most places of a text from all that an anchor could begin at. */
const HASH_BITS = 16;
const SPREAD = 0x9e_37_79_b1;
const GRAM_CHARS = 3;
const GRAM_MASK = 0xff_ff_ff;

/** Finds every place of a text where one of many short texts stands, in one pass that hardly ever stops. */
export interface AnchorFinder<Value> {
  /** Calls for each place and each value that is anchored there; ends early when told so by `false`. */
  find(text: string, found: (at: number, value: Value) => boolean): void;
}

export function createAnchorFinder<Value>(
  anchored: Iterable<readonly [anchor: string, value: Value]>,
): AnchorFinder<Value> {
  const mayBegin = new Uint8Array(1 << HASH_BITS);
  type Candidate = { readonly anchor: string; readonly value: Value };
  const byGram = new Map<number, Candidate[]>();
  for (const [anchor, value] of anchored) {
    const gram = gramOf(anchor);
    mayBegin[hashOf(gram)] = 1;
    byGram.set(gram, [...(byGram.get(gram) ?? []), { anchor, value }]);
  }

  return {
    find(text, found) {
      const { length } = text;
      let gram = 0;
      for (let index = 0; index < length; index += 1) {
        gram = ((gram << 8) | (text.charCodeAt(index) & 0xff)) & GRAM_MASK;
        if (mayBegin[Math.imul(gram, SPREAD) >>> (32 - HASH_BITS)] === 0) continue;
        const candidates = byGram.get(gram);
        if (candidates !== undefined && !tellOf(candidates, text, index - GRAM_CHARS + 1, found)) return;
      }
    },
  };

  function tellOf(
    candidates: readonly Candidate[],
    text: string,
    at: number,
    found: (at: number, value: Value) => boolean,
  ): boolean {
    return candidates.every(({ anchor, value }) => !text.startsWith(anchor, at) || found(at, value));
  }
}

function gramOf(anchor: string): number {
  let gram = 0;
  for (let index = 0; index < GRAM_CHARS; index += 1) gram = (gram << 8) | (anchor.charCodeAt(index) & 0xff);
  return gram & GRAM_MASK;
}

function hashOf(gram: number): number {
  return Math.imul(gram, SPREAD) >>> (32 - HASH_BITS);
}
