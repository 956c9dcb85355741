/** So many bits of a hash tell most places of a text from all that an anchor could begin at. */
const HASH_BITS = 16;
const SPREAD = 0x9e_37_79_b1;
const GRAM_CHARS = 3;
const GRAM_MASK = 0xff_ff_ff;
/** A text is looked through in pieces of so many characters: a byte of a buffer is read in a third of the time of a string's character. */
const PIECE_CHARS = 32 * 1024;

/** Finds every place of a text where one of many short texts stands, in one pass that hardly ever stops. */
export interface AnchorFinder<Value> {
  /** Calls for each place and each value that is anchored there; ends early when told so by `false`. */
  find(text: string, found: (at: number, value: Value) => boolean): void;
}

export function createAnchorFinder<Value>(
  anchored: Iterable<readonly [anchor: string, value: Value]>,
): AnchorFinder<Value> {
  const mayBegin = new Uint8Array(1 << HASH_BITS);
  const piece = Buffer.allocUnsafe(PIECE_CHARS);
  type Candidate = { readonly anchor: string; readonly value: Value };
  const byGram = new Map<number, Candidate[]>();
  for (const [anchor, value] of anchored) {
    const gram = gramOf(anchor);
    mayBegin[hashOf(gram)] = 1;
    byGram.set(gram, [...(byGram.get(gram) ?? []), { anchor, value }]);
  }

  return {
    find(text, found) {
      let goesOn = true;
      for (let from = 0; goesOn && from < text.length; from += PIECE_CHARS - GRAM_CHARS + 1) {
        goesOn = findInPiece(text, from, found);
      }
    },
  };

  /** False when it was told to end. */
  function findInPiece(text: string, from: number, found: (at: number, value: Value) => boolean): boolean {
    // of each character its lowest byte, so that places in the piece are places in the text
    const length = piece.write(from === 0 ? text : text.slice(from, from + PIECE_CHARS), 'latin1');
    for (let at = nextGram(piece, 0, length, mayBegin); at < length; at = nextGram(piece, at + 1, length, mayBegin)) {
      const candidates = byGram.get(gramAt(piece, at));
      if (candidates !== undefined && !tellOf(candidates, text, from + at, found)) return false;
    }
    return true;
  }

  function tellOf(
    candidates: readonly Candidate[],
    text: string,
    at: number,
    found: (at: number, value: Value) => boolean,
  ): boolean {
    // no closure: this is asked dozens of times for each event
    for (const { anchor, value } of candidates) {
      if (text.startsWith(anchor, at) && !found(at, value)) return false;
    }
    return true;
  }
}

/** The next place from which three characters go on that an anchor could begin with; `length` where there is none. */
function nextGram(bytes: Uint8Array, from: number, length: number, mayBegin: Uint8Array): number {
  let gram = ((bytes[from] ?? 0) << 8) | (bytes[from + 1] ?? 0);
  for (let index = from + GRAM_CHARS - 1; index < length; index += 1) {
    gram = ((gram << 8) | (bytes[index] ?? 0)) & GRAM_MASK;
    if (mayBegin[Math.imul(gram, SPREAD) >>> (32 - HASH_BITS)] !== 0) return index - GRAM_CHARS + 1;
  }
  return length;
}

function gramAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
}

function gramOf(anchor: string): number {
  let gram = 0;
  for (let index = 0; index < GRAM_CHARS; index += 1) gram = (gram << 8) | (anchor.charCodeAt(index) & 0xff);
  return gram & GRAM_MASK;
}

function hashOf(gram: number): number {
  return Math.imul(gram, SPREAD) >>> (32 - HASH_BITS);
}
