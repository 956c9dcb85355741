import * as fs from 'node:fs';
import type { Server } from 'node:http';
import type * as net from 'node:net';
import { openDoor } from '../../../src/daemon/door/door.ts';
import { createBroadcaster } from '../../../src/daemon/events/broadcaster.ts';
import type { Limits } from '../../../src/daemon/events/subscriber.ts';
import { createForget } from '../../../src/daemon/forget.ts';
import type { SearchIndex } from '../../../src/daemon/search/search-index.ts';
import { createStateRecord } from '../../../src/daemon/state-record.ts';
import { type EventStore, openEventStore } from '../../../src/daemon/store/event-store.ts';
import { createHttpServer } from '../../../src/shared/bounded-server.ts';
import { loadSettings } from '../../../src/shared/config.ts';
import { toFrame } from '../../../src/shared/frame.ts';
import { createHistory } from '../../../src/shared/history.ts';
import { listenNear } from '../../../src/shared/listen-near.ts';
import type { DaemonState } from '../../../src/shared/state-file.ts';
import { ensureToken } from '../../../src/shared/token-file.ts';
import { PROTOCOL, VERSION } from '../../../src/shared/version.ts';
import { speakTo } from '../daemon.ts';
import { createTempHome, freePort, type TempHome } from '../temp-home.ts';
import { createTestIntake } from '../test-intake.ts';
import type { World } from './world.ts';

/** Small enough that a few events pass them. */
const LIMITS: Limits = { thinBytes: 4000, drainedBytes: 1000, evictBytes: 16_000 };
const REMEMBERED = 12;

interface Staged {
  readonly store: EventStore;
  readonly forgetRemembered: (seqs: readonly number[]) => void;
  /** Those of subscribers, by the port of the other side. */
  readonly sockets: ReadonlyMap<number, net.Socket>;
  readonly state: DaemonState;
  stop(): Promise<void>;
}

/** All of the stream from the store to the socket, in this process and with small bounds, put together and ended as the daemon does it. */
export async function openStageWorld(): Promise<World> {
  const home = createTempHome();
  const port = await freePort();
  let staged = await openStage(home, port);

  const each = (of: number | undefined): net.Socket[] =>
    [...staged.sockets].flatMap(([remotePort, socket]) => (of === undefined || of === remotePort ? [socket] : []));
  const release = (of?: number): void => {
    for (const socket of each(of)) while (socket.writableCorked > 0) socket.uncork();
  };

  return {
    get daemon() {
      return speakTo(home, staged.state);
    },
    restarts: ['clean', 'other store'],
    async restart(how) {
      const stopped = staged.stop();
      release();
      await stopped;
      if (how === 'other store')
        for (const suffix of ['', '-wal', '-shm']) fs.rmSync(home.paths.store + suffix, { force: true });
      staged = await openStage(home, port);
    },
    stall(of) {
      for (const socket of each(of)) socket.cork();
    },
    release,
    cut(of) {
      for (const socket of each(of)) socket.destroy();
    },
    prune(upToSeq) {
      const { retained } = staged.store;
      const pruned = retained.prune({ why: 'size', afterSeq: 0, upToSeq, rows: 10_000 });
      staged.forgetRemembered(pruned?.seqs ?? []);
    },
    async close() {
      const stopped = staged.stop();
      release();
      await stopped;
      home.remove();
    },
  };
}

async function openStage(home: TempHome, wantedPort: number): Promise<Staged> {
  const { paths } = home;
  const server = createHttpServer();
  const sockets = watchSockets(server);
  const port = await listenNear(server, wantedPort);
  ensureToken(paths.token);
  const store = openEventStore(paths.store, { host: 'laptop' });
  const history = createHistory({ entries: store.last(REMEMBERED), capacity: REMEMBERED });
  const broadcaster = createBroadcaster({ store, history, toFrame, limits: LIMITS });
  const intake = createTestIntake(store, { history, broadcaster });
  const reporter = {
    report(event: string, fact: object) {
      if (event === 'failed') throw new Error(`the daemon failed: ${JSON.stringify(fact)}`, { cause: fact });
    },
  };
  const state: DaemonState = {
    pid: process.pid,
    port,
    version: VERSION,
    protocol: PROTOCOL,
    startedAt: Math.round(performance.timeOrigin),
    storeId: store.storeId,
  };
  const forget = createForget({
    paths,
    store,
    history,
    intake,
    scrubLog: () => 0,
    forgetSearch: async () => {},
    count: () => {},
    onForgotten: () => door.tell({ type: 'system.forgotten', sessions: [], complete: true, events: 0 }),
  });
  const door = openDoor(server, {
    forget,
    identity: state,
    rules: { ...loadSettings(paths.config, {}).settings, port },
    tokenFile: paths.token,
    store,
    search: {} as SearchIndex, // nobody searches here
    intake,
    broadcaster,
    board: {
      status: () => ({ running: true }),
      health: () => ({}),
      condition: () => 'ok',
      metrics: () => '',
      spooled: () => 0,
    },
    onLabel: () => {},
    nowMs: Date.now,
    onRejected: () => {},
    onRefused: () => {},
    page: undefined,
    measures: { note: () => {} },
    reporter,
  });
  const record = createStateRecord(paths.state, state, reporter);
  record.ensure();

  return {
    store,
    forgetRemembered: history.forget,
    sockets,
    state,
    async stop() {
      await door.shut();
      await forget.close();
      await intake.idle();
      broadcaster.flush();
      await door.close();
      await intake.idle();
      broadcaster.close();
      store.close();
      record.remove();
    },
  };
}

function watchSockets(server: Server): Map<number, net.Socket> {
  const sockets = new Map<number, net.Socket>();
  server.on('upgrade', (_request, duplex) => {
    const socket = duplex as net.Socket;
    const { remotePort = 0 } = socket;
    sockets.set(remotePort, socket);
    socket.once('close', () => sockets.delete(remotePort));
  });
  return sockets;
}
