import { once } from 'node:events';
import { WebSocket } from 'ws';
import { type Account, createAccount } from './account.ts';
import type { OurServer } from './stream-home.ts';

type Message = Readonly<Record<string, unknown>>;

/** A plain WebSocket client that keeps books, and resumes behind what it has. */
export interface AccountedSubscriber {
  readonly account: Account;
  /** Close codes of all its connections that are over. */
  readonly codes: readonly number[];
  /** Registers for everything from where it was; the first time, from now on. */
  connect(wish?: object): Promise<void>;
  isConnected(): boolean;
  /** Reads nothing from here on … */
  pause(): void;
  /** … and goes on. */
  resume(): void;
  close(): Promise<void>;
}

export function createAccountedSubscriber(
  { port, token }: OurServer,
  onEvent: (message: Message) => void = () => {},
): AccountedSubscriber {
  const codes: number[] = [];
  let account = createAccount(0);
  let storeId: unknown;
  let socket: WebSocket | undefined;

  const hear = (text: string): void => {
    const said: unknown = JSON.parse(text);
    for (const message of Array.isArray(said) ? (said as Message[]) : [said as Message]) {
      account.hear(message);
      onEvent(message);
    }
  };

  return {
    get account() {
      return account;
    },
    codes,
    async connect(wish = {}) {
      const opened = new WebSocket(`ws://127.0.0.1:${port}/?token=${token}`);
      socket = opened;
      opened.once('close', (code) => {
        codes.push(code);
        if (socket === opened) socket = undefined;
      });
      opened.on('error', () => {}); // 'close' follows
      await once(opened, 'open');
      const place = storeId === undefined ? {} : { after: account.reachedSeq(), store_id: storeId };
      opened.send(JSON.stringify({ type: 'register', ...place, ...wish }));
      const [welcome] = (await once(opened, 'message')) as [Buffer];
      const { seq, store_id } = JSON.parse(String(welcome)) as { seq: number; store_id: string };
      if (storeId === undefined) account = createAccount(seq);
      storeId = store_id;
      opened.on('message', (data: Buffer) => hear(String(data)));
    },
    isConnected: () => socket !== undefined,
    pause: () => socket?.pause(),
    resume: () => socket?.resume(),
    async close() {
      const closing = socket;
      if (closing === undefined) return;
      const closed = once(closing, 'close');
      closing.close();
      await closed;
    },
  };
}
