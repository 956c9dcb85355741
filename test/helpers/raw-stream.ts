import type { TestDaemon } from './daemon.ts';
import { connectRaw, type RawConnection } from './raw-connection.ts';
import { closeCode, type HeardFrame, OPCODE, parseFrames } from './raw-frames.ts';
import type { Message } from './stream-client.ts';
import { until } from './until.ts';

/** A WebSocket whose client says whatever bytes it likes. */
export interface RawStream extends RawConnection {
  /** The head of the answer to the handshake. */
  readonly head: string;
  frames(): HeardFrame[];
  /** What was heard as text, of this type. */
  messages(type: string): Message[];
  /** Once the connection is over: the code of the server's goodbye, undefined where there was none. */
  closeCode(): Promise<number | undefined>;
}

type Address = Pick<TestDaemon, 'port' | 'token'>;

/** The handshake, with other headers instead of or beside the usual ones. */
export function upgradeRequest({ port, token }: Address, headers: Readonly<Record<string, string>> = {}): string {
  const all = {
    host: `127.0.0.1:${port}`,
    authorization: `Bearer ${token()}`,
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `GET / HTTP/1.1\r\n${lines.join('')}\r\n`;
}

export async function connectRawStream(
  daemon: Address,
  headers: Readonly<Record<string, string>> = {},
): Promise<RawStream> {
  const connection = await connectRaw(daemon.port);
  connection.send(upgradeRequest(daemon, headers));
  const end = await until(
    () => {
      const at = connection.received().indexOf('\r\n\r\n');
      return at >= 0 && at + 4;
    },
    { everyMs: 2, what: 'the handshake' },
  );
  const head = connection.received().subarray(0, end).toString('latin1');
  if (!head.startsWith('HTTP/1.1 101 ')) throw new Error(`refused: ${head}`);
  const frames = () => parseFrames(connection.received().subarray(end));
  return {
    ...connection,
    head,
    frames,
    messages: (type) => toMessages(frames()).filter((message) => message.type === type),
    async closeCode() {
      await connection.over;
      return closeCode(frames());
    },
  };
}

function toMessages(frames: readonly HeardFrame[]): Message[] {
  const texts = frames.filter(({ opcode }) => opcode === OPCODE.text).map(({ payload }) => payload.toString());
  return texts.flatMap((text): Message[] => [JSON.parse(text)].flat());
}
