import type { Server } from 'node:http';
import * as os from 'node:os';
import { createHttpServer } from '../shared/bounded-server.ts';
import type { Settings } from '../shared/config.ts';
import { toFrame } from '../shared/frame.ts';
import { createHistory } from '../shared/history.ts';
import { listenNear } from '../shared/listen-near.ts';
import type { HomePaths } from '../shared/paths.ts';
import type { DaemonState } from '../shared/state-file.ts';
import { ensureToken } from '../shared/token-file.ts';
import { PROTOCOL, VERSION } from '../shared/version.ts';
import { openDoor } from './door/door.ts';
import type { PageFiles } from './door/page.ts';
import { createBroadcaster } from './events/broadcaster.ts';
import { createCounters } from './events/counters.ts';
import { createHookLatency } from './events/hook-latency.ts';
import { createIntake } from './events/intake.ts';
import { createPrivacy } from './events/privacy.ts';
import { createProcessStarts } from './events/process-start.ts';
import { createSpoolDrain } from './events/spool-drain.ts';
import { createForget, type ForgetParts } from './forget.ts';
import { toForgottenMessage } from './forgotten-message.ts';
import { toLabelsMessage } from './labels-message.ts';
import { createMeasures } from './measures.ts';
import { openStores } from './open-stores.ts';
import { type OwnerLock, tryOwnerLock } from './owner-lock.ts';
import { createRejections } from './rejections.ts';
import type { Reporter } from './reporter.ts';
import { startRetention } from './retention/retention.ts';
import { keepSearchTidy } from './search-tidy.ts';
import { watchSessions } from './session-watch.ts';
import { createStateRecord } from './state-record.ts';
import { createStatusBoard } from './status.ts';
import { startUpkeep } from './upkeep.ts';

export interface StartOptions {
  readonly paths: HomePaths;
  readonly settings: Settings;
  readonly reporter: Reporter;
  /** The dashboard; undefined where it was not built. */
  readonly page: PageFiles | undefined;
  /** Lines of the log that name one of these sessions; taken out if wished. */
  readonly scrubLog: ForgetParts['scrubLog'];
  /** The daemon itself has found a reason to end. */
  readonly requestEnd: (reason: string) => void;
}

export interface RunningDaemon {
  readonly state: DaemonState;
  stop(reason: string): Promise<void>;
}

/** So many of the latest events are in memory from the start. */
const HISTORY_EVENTS = 1000;

/** Undefined when another process owns the home. */
export async function startDaemon(options: StartOptions): Promise<RunningDaemon | undefined> {
  const { paths, settings, reporter } = options;
  const owner = tryOwnerLock(paths.owner);
  if (owner === undefined) {
    reporter.report('already_owned', { home: paths.home });
    return undefined;
  }
  const server = createHttpServer();
  try {
    const port = await listenNear(server, settings.port);
    if (port !== settings.port) reporter.report('port_taken', { wanted: settings.port, port });
    return compose({ ...options, owner, server, port });
  } catch (error) {
    server.close();
    owner.close();
    throw error;
  }
}

interface ComposeOptions extends StartOptions {
  readonly owner: OwnerLock;
  /** Listens already; whoever connects meanwhile waits until the door is open. */
  readonly server: Server;
  readonly port: number;
}

/** Puts the parts together, from the store to the open door, in one turn of the event loop. */
function compose(options: ComposeOptions): RunningDaemon {
  const { paths, settings, reporter, page, scrubLog, requestEnd, owner, server, port } = options;
  const host = os.hostname();
  const nowMs = Date.now;
  ensureToken(paths.token);

  let announceStore = (): void => {}; // until the door is open there is nobody to tell
  const { store, search } = openStores({ paths, host, reporter, onReplaced: () => announceStore() });
  const counters = createCounters(store);
  const latency = createHookLatency();
  const history = createHistory({ entries: store.last(HISTORY_EVENTS) });
  const broadcaster = createBroadcaster({ store, history, toFrame });
  const startOf = createProcessStarts();
  const { maxEventBytes, idleExitMs } = settings;
  const privacy = createPrivacy(settings);
  for (const problem of privacy.warnings) reporter.report('setting_unusable', { problem });
  const intake = createIntake({
    store,
    history,
    broadcaster,
    counters,
    latency,
    privacy,
    host,
    maxEventBytes,
    startOf,
    onStored: search.nudge,
  });
  const onFailure = (error: unknown) => reporter.report('failed', { error });
  const drain = createSpoolDrain({ paths, intake, counters, privacy, onError: onFailure });
  const measures = createMeasures({ store, counters, latency, broadcaster, drain, nowMs });
  const searchTidy = keepSearchTidy(search);
  const retention = startRetention({
    settings,
    store,
    searchBytes: () => search.status().bytes,
    onGone: history.forget,
    onPruned: searchTidy.dropUpTo,
    onHoles: searchTidy.forget,
    nowMs,
  });

  const state: DaemonState = {
    pid: process.pid,
    port,
    version: VERSION,
    protocol: PROTOCOL,
    startedAt: Math.round(performance.timeOrigin),
    get storeId() {
      return store.storeId;
    },
  };
  const rejections = createRejections(counters, reporter);
  const watching = () => door.watching();
  const board = createStatusBoard({
    state,
    store,
    counters,
    history,
    latency,
    broadcaster,
    drain,
    rejections,
    search,
    retention,
    watching,
    nowMs,
  });
  const forget = createForget({
    paths,
    store,
    history,
    intake,
    scrubLog,
    forgetSearch: search.forget,
    count() {
      counters.count('forgotten');
      counters.flush();
    },
    onForgotten(forgotten) {
      door.tell(toForgottenMessage(forgotten, store.counters().forgotten ?? 0));
      reporter.report('forgotten', { sessions: forgotten.sessions.length, events: forgotten.events });
    },
  });
  const door = openDoor(server, {
    forget,
    identity: state,
    rules: { ...settings, port },
    tokenFile: paths.token,
    page,
    store,
    search,
    intake,
    broadcaster,
    board,
    measures,
    onLabel(session) {
      retention.reconsider();
      door.tell(toLabelsMessage(session));
    },
    nowMs,
    onRejected: rejections.ofEvent,
    onRefused: rejections.ofOther,
    reporter,
  });

  const record = createStateRecord(paths.state, state, reporter);
  record.ensure();
  announceStore = () => {
    record.ensure();
    door.announceStore();
    search.beginAnew();
  };
  drain.watch();
  const upkeep = startUpkeep({ owner, store, counters, measures, door, record, idleExitMs, requestEnd });
  const sessionWatch = watchSessions({ sessions: store.sessions, startOf: createProcessStarts({ freshMs: 0 }), nowMs });
  reporter.report('started', { port, version: VERSION, home: paths.home, seq: store.lastSeq() });

  const shutDown = async (reason: string): Promise<void> => {
    reporter.report('stopping', { reason });
    upkeep.close();
    sessionWatch.close();
    retention.close();
    searchTidy.close();
    await door.shut();
    await forget.close();
    await drain.close();
    await intake.idle();
    broadcaster.flush();
    await door.close();
    await intake.idle(); // what subscribers published until then
    broadcaster.close();
    counters.flush();
    measures.note();
    await search.close();
    store.checkpoint();
    const seq = store.lastSeq();
    store.close();
    record.remove();
    owner.close();
    reporter.report('stopped', { seq });
  };
  let stopping: Promise<void> | undefined;

  return {
    state,
    stop(reason) {
      stopping ??= shutDown(reason);
      return stopping;
    },
  };
}
