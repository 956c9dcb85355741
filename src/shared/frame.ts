/** First byte of a text frame that is a whole message: FIN and opcode 1 (RFC 6455 §5.2). */
const WHOLE_TEXT = 0x81;

/**
 * One whole text message as the server puts it on the wire: unmasked, never compressed. Built once and written to
 * every subscriber's socket as it is.
 */
export function toFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const header = headerBytes(length);
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = WHOLE_TEXT;
  if (header === 2) {
    frame[1] = length;
  } else if (header === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, header);
  return frame;
}

/**
 * The same bytes in memory of their own. Small buffers are cut from blocks of 64 KiB, and one of them that is kept
 * keeps its whole block.
 */
export function alone(bytes: Buffer): Buffer {
  if (bytes.buffer.byteLength === bytes.length) return bytes;
  const copy = Buffer.allocUnsafeSlow(bytes.length);
  copy.set(bytes);
  return copy;
}

function headerBytes(length: number): number {
  if (length < 126) return 2;
  return length < 65_536 ? 4 : 10;
}
