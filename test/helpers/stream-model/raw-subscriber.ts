import WebSocket from 'ws';
import { until } from '../until.ts';
import type { EventLog } from './event-log.ts';
import { type Gap, type Heard, judge, type Stretch } from './judge.ts';
import { boundsOf, type Message, type Registration, toFields, type Wish } from './registration.ts';
import type { Subscriber } from './subscriber.ts';
import type { World } from './world.ts';

export interface RawSubscriber extends Subscriber {
  isOpen(): boolean;
  connect(): Promise<void>;
  register(wish: Wish): void;
  /** Publishes with an ack, and resolves when it is there. */
  publish(event: object & { readonly id: string }): Promise<void>;
  drop(): void;
  stall(): void;
}

const EVERYTHING: Wish = { filter: {}, start: { from: 'here' }, batch: false };
/** A daemon that has not said it by then never will. */
const SETTLE_MS = 8000;

/** A connection that knows nothing but the protocol, and keeps book of what was asked and heard on it. */
export function createRawSubscriber(world: World, log: EventLog): RawSubscriber {
  let socket: WebSocket | undefined;
  let port: number | undefined;
  let problem: string | undefined;
  let wasSlow = false;
  let isLeaving = false;
  let wishes: Wish[] = [];
  let registrations: Registration[] = [];
  let acks = new Set<unknown>();
  let answers = 0;

  const fail = (what: string): void => {
    problem ??= what;
  };
  const current = (): Registration | undefined => registrations.at(-1);

  const hear = (message: Message, isInArray: boolean): void => {
    const { type, seq } = message;
    const registration = current();
    if (type === 'system.welcome')
      registrations.push({ wish: wishes.shift() ?? EVERYTHING, welcome: message, heard: [] });
    else if (type === 'system.gap') registration?.heard.push({ gap: message as unknown as Gap });
    else if (type === 'system.ack') acks.add(message.id);
    else if (type === 'system.status') answers += 1;
    else if (type === 'system.error') fail(`refused: ${JSON.stringify(message)}`);
    else if (typeof seq === 'number' && !String(type).startsWith('system.')) {
      if (isInArray !== registration?.wish.batch) fail(`${seq} came ${isInArray ? '' : 'not '}in an array`);
      registration?.heard.push({ seq });
    }
  };

  /** As long as all it depends on is still as it was. */
  const resolve = (): void => {
    for (const [index, registration] of registrations.entries()) {
      registration.bounds ??= boundsOf(registration, registrations[index - 1], log);
    }
  };

  const stretchOf = ({ wish, heard, bounds }: Registration): Stretch => {
    const { least = 0, most = 0, first } = bounds ?? {};
    return { filter: wish.filter, least, most, heard: first === undefined ? heard : heard.slice(1), wasSlow };
  };

  const check = (): void => {
    resolve();
    for (const registration of registrations) {
      const { bounds, heard } = registration;
      const [told] = heard;
      if (
        bounds?.first !== undefined &&
        told !== undefined &&
        JSON.stringify(pick(told)) !== JSON.stringify(bounds.first)
      ) {
        fail(`${JSON.stringify(told)} instead of ${JSON.stringify(bounds.first)}`);
      }
      const verdict = judge(stretchOf(registration), log);
      if (verdict.problem !== undefined) fail(`${JSON.stringify(registration.wish)}: ${verdict.problem}`);
    }
  };

  const connect = async (): Promise<void> => {
    registrations = [{ wish: EVERYTHING, heard: [], bounds: { least: log.lastSeq(), most: log.lastSeq() } }];
    wishes = [];
    acks = new Set();
    [answers, wasSlow, isLeaving] = [0, false, false];
    const { daemon } = world;
    const opened = new WebSocket(`${daemon.streamUrl}?token=${daemon.token()}`);
    socket = opened;
    opened.on('upgrade', (response) => {
      port = response.socket.localPort;
    });
    opened.on('message', (data) => {
      if (socket !== opened || isLeaving) return;
      const message: unknown = JSON.parse(String(data));
      if (Array.isArray(message)) for (const one of message) hear(one, true);
      else hear(message as Message, false);
    });
    opened.on('error', () => {}); // 'close' follows
    opened.on('close', (code) => {
      if (socket !== opened) return;
      socket = undefined;
      if (code === 4008 ? !wasSlow : !isLeaving && code !== 1001 && code !== 1006) fail(`closed with ${code}`);
    });
    await new Promise((ready) => opened.once('open', ready));
  };

  const say = (message: object): void => socket?.send(JSON.stringify(message));
  const isOpen = (): boolean => socket?.readyState === WebSocket.OPEN && !isLeaving;

  const register = (wish: Wish): void => {
    wishes.push(wish);
    const { filter, start, batch } = wish;
    say({ type: 'register', ...filter, ...toFields(start), batch });
  };

  /** Behind all that it heard, as whoever was cut off does. */
  const resume = async (): Promise<void> => {
    check();
    const last = current();
    const { wish = EVERYTHING } = last ?? {};
    const seq = last === undefined ? log.lastSeq() : judge(stretchOf(last), log).reachedSeq;
    await connect();
    register({ ...wish, start: { from: 'after', seq } });
  };

  const isSettled = (): boolean => {
    check();
    const last = current();
    return (
      problem !== undefined ||
      (wishes.length === 0 && last !== undefined && judge(stretchOf(last), log).due.length === 0)
    );
  };

  const describe = (): string => {
    const last = current();
    const due = last === undefined ? [] : judge(stretchOf(last), log).due.map(({ seq }) => seq);
    return `${JSON.stringify(last)} misses ${due.slice(0, 10)}`;
  };

  return {
    isOpen,
    connect,
    register,
    async publish(event) {
      if (port !== undefined) world.release(port); // else the ack would wait
      say({ ...event, ack: true });
      await until(() => acks.has(event.id) || !isOpen(), { everyMs: 1, what: 'the ack' });
    },
    drop() {
      isLeaving = true;
      socket?.terminate();
    },
    stall() {
      wasSlow = true;
      if (port !== undefined) world.stall(port);
    },
    async quiesce() {
      if (wishes.length > 0 && port !== undefined) world.release(port);
      await until(() => wishes.length === 0 || !isOpen(), { everyMs: 1, what: 'the welcome' });
      check();
    },
    begin() {
      drop();
      registrations = [];
    },
    async settle() {
      if (port !== undefined) world.release(port);
      const deadline = Date.now() + SETTLE_MS;
      while (!isSettled()) {
        if (Date.now() > deadline) return fail(describe());
        if (!isOpen()) await resume();
        await new Promise((next) => setTimeout(next, 2));
      }
      const asked = answers;
      say({ type: 'get_status' });
      if (isOpen()) await until(() => answers > asked || !isOpen(), { everyMs: 1, what: 'an answer' });
      check();
    },
    problem: () => problem,
    close: drop,
  };

  function drop(): void {
    isLeaving = true;
    socket?.terminate();
  }
}

function pick(one: Heard): object {
  if ('seq' in one) return one;
  const { from, to, count } = one.gap;
  return { from, to, count };
}
