import { expect } from 'vitest';
import type { TestDaemon } from './daemon.ts';
import { type FrameParts, OPCODE, textFrame, toRawFrame } from './raw-frames.ts';
import { connectRawStream, type RawStream } from './raw-stream.ts';
import { until } from './until.ts';

/** Says frames to a daemon, and looks what becomes of them. */
export interface FrameStage {
  /** A stream that hears nothing but answers to what it says. */
  open(): Promise<RawStream>;
  /** An event whose text is this is in the store after its message went out however `toFrames` says; so many pongs came meanwhile. */
  expectTaken(value: string, toFrames: (message: string) => readonly Buffer[], pongs?: number): Promise<void>;
  /** These frames end the connection, with a goodbye of this code. */
  expectClosed(code: number, ...frames: readonly Buffer[]): Promise<void>;
}

export function createFrameStage(daemon: TestDaemon): FrameStage {
  let made = 0;

  const open = async (): Promise<RawStream> => {
    const stream = await connectRawStream(daemon);
    stream.send(textFrame({ type: 'register', types: [] }));
    await until(() => stream.messages('system.welcome').length === 1, { everyMs: 2 });
    return stream;
  };

  return {
    open,
    async expectTaken(value, toFrames, pongs = 0) {
      const stream = await open();
      made += 1;
      const id = `published-${made}`;
      const message = JSON.stringify({ type: 'custom.x', id, data: { value }, ack: true });
      for (const bytes of toFrames(message)) stream.send(bytes);
      await until(() => stream.messages('system.ack').length === 1, { everyMs: 2 });
      expect(stream.frames().filter(({ opcode }) => opcode === OPCODE.pong)).toHaveLength(pongs);
      const { events } = (await (await daemon.request('/v1/events?limit=1')).json()) as { events: object[] };
      expect(events[0]).toMatchObject({ id, data: { value } });
      stream.drop();
    },
    async expectClosed(code, ...frames) {
      const stream = await open();
      for (const bytes of frames) stream.send(bytes);
      expect(await stream.closeCode()).toBe(code);
    },
  };
}

export const frame = (opcode: number, payload: Buffer | string = '', more: Partial<FrameParts> = {}): Buffer =>
  toRawFrame({ opcode, payload, ...more });

/** Cuts a message into a first frame, continuations, and a last one. */
export function inFragments(message: string | Buffer, bytes: number, between: readonly Buffer[] = []): Buffer[] {
  const whole = Buffer.from(message);
  const pieces = Array.from({ length: Math.ceil(whole.length / bytes) }, (_, index) =>
    whole.subarray(index * bytes, (index + 1) * bytes),
  );
  return pieces.flatMap((piece, index) => {
    const isFinal = index === pieces.length - 1;
    const fragment = frame(index === 0 ? OPCODE.text : OPCODE.continuation, piece, { isFinal });
    return isFinal ? [fragment] : [fragment, ...between];
  });
}
