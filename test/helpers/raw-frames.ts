/** What the first four bits after FIN and RSV say (RFC 6455 §5.2). */
export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface FrameParts {
  readonly opcode: number;
  readonly payload?: Buffer | string;
  readonly isFinal?: boolean;
  /** RSV1 to RSV3 as one number: 4, 2 and 1. */
  readonly reserved?: number;
  readonly isMasked?: boolean;
  /** What the header says, where it is not the truth. */
  readonly claimedBytes?: number | bigint;
}

/** Any frame, also one that must not be. */
export function toRawFrame(parts: FrameParts): Buffer {
  const { opcode, payload = '', isFinal = true, reserved = 0, isMasked = true } = parts;
  const bytes = Buffer.from(payload);
  const first = (isFinal ? 0x80 : 0) | (reserved << 4) | opcode;
  const head = Buffer.concat([Buffer.from([first]), lengthBytes(BigInt(parts.claimedBytes ?? bytes.length))]);
  if (!isMasked) return Buffer.concat([head, bytes]);
  head[1] = (head[1] ?? 0) | 0x80;
  const mask = Buffer.from([0x37, 0xfa, 0x21, 0x3d]);
  return Buffer.concat([head, mask, bytes.map((byte, index) => byte ^ (mask[index % 4] ?? 0))]);
}

/** A whole text message in one frame. */
export function textFrame(message: object | string): Buffer {
  return toRawFrame({ opcode: OPCODE.text, payload: typeof message === 'string' ? message : JSON.stringify(message) });
}

/** A goodbye with this code. */
export function closeFrame(code: number, reason: Buffer | string = ''): Buffer {
  const payload = Buffer.concat([Buffer.from([code >> 8, code & 0xff]), Buffer.from(reason)]);
  return toRawFrame({ opcode: OPCODE.close, payload });
}

export interface HeardFrame {
  readonly opcode: number;
  readonly isFinal: boolean;
  readonly reserved: number;
  readonly isMasked: boolean;
  readonly payload: Buffer;
}

/** The whole frames in what a server sent. */
export function parseFrames(bytes: Buffer): HeardFrame[] {
  const frames: HeardFrame[] = [];
  for (let at = 0; at + 2 <= bytes.length; ) {
    const [first = 0, second = 0] = bytes.subarray(at, at + 2);
    const { length, from } = readLength(bytes, at + 2, second & 0x7f);
    if (from + length > bytes.length) break;
    const payload = bytes.subarray(from, from + length);
    const bits = { opcode: first & 0x0f, isFinal: first >= 0x80, reserved: (first >> 4) & 7, isMasked: second >= 0x80 };
    frames.push({ ...bits, payload });
    at = from + length;
  }
  return frames;
}

/** The code of the goodbye among them: 1005 for one without a code, undefined where there is none. */
export function closeCode(frames: readonly HeardFrame[]): number | undefined {
  const close = frames.find(({ opcode }) => opcode === OPCODE.close);
  if (close === undefined) return undefined;
  return close.payload.length < 2 ? 1005 : close.payload.readUInt16BE(0);
}

function lengthBytes(length: bigint): Buffer {
  if (length < 126n) return Buffer.from([Number(length)]);
  const bytes = Buffer.alloc(length < 65_536n ? 3 : 9, length < 65_536n ? 126 : 127);
  if (length < 65_536n) bytes.writeUInt16BE(Number(length), 1);
  else bytes.writeBigUInt64BE(length, 1);
  return bytes;
}

function readLength(bytes: Buffer, at: number, short: number): { readonly length: number; readonly from: number } {
  if (short === 126 && at + 2 <= bytes.length) return { length: bytes.readUInt16BE(at), from: at + 2 };
  if (short === 127 && at + 8 <= bytes.length) return { length: Number(bytes.readBigUInt64BE(at)), from: at + 8 };
  return short < 126 ? { length: short, from: at } : { length: Number.POSITIVE_INFINITY, from: at };
}
