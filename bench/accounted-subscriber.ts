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
  /** Says goodbye. */
  close(): Promise<void>;
  /** Goes without a word. */
  breakOff(): Promise<void>;
}

export function createAccountedSubscriber(
  { port, token }: OurServer,
  onEvent: (message: Message) => void = () => {},
): AccountedSubscriber {
  const codes: number[] = [];
  let account = createAccount(0);
  let storeId: unknown;
  let socket: WebSocket | undefined;

  const hear = (message: Message): void => {
    if (message.type === 'system.welcome') begin(message);
    account.hear(message);
    onEvent(message);
  };
  /** The books begin with the first welcome, and are kept over all connections. */
  const begin = ({ seq, store_id }: Message): void => {
    if (storeId === undefined) account = createAccount(Number(seq));
    storeId = store_id;
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
      let isAsked = false;
      // events may come in one turn with the welcome
      opened.on('message', (data: Buffer) => {
        for (const message of toMessages(String(data))) {
          // who registers late, on a busy machine, is sent everything until then: that is in nobody's books
          isAsked ||= message.type === 'system.welcome';
          if (isAsked) hear(message);
        }
      });
      await once(opened, 'message');
    },
    isConnected: () => socket !== undefined,
    pause: () => socket?.pause(),
    resume: () => socket?.resume(),
    close: () => leave((closing) => closing.close()),
    breakOff: () => leave((closing) => closing.terminate()),
  };

  async function leave(end: (closing: WebSocket) => void): Promise<void> {
    const closing = socket;
    if (closing === undefined) return;
    const closed = once(closing, 'close');
    end(closing);
    await closed;
  }
}

function toMessages(text: string): readonly Message[] {
  const said: unknown = JSON.parse(text);
  return Array.isArray(said) ? (said as Message[]) : [said as Message];
}
