import type { Server } from 'node:http';
import * as os from 'node:os';
import type { Settings } from '../shared/config.ts';
import type { HomePaths } from '../shared/paths.ts';
import type { DaemonState } from '../shared/state-file.ts';
import { ensureToken } from '../shared/token-file.ts';
import { PROTOCOL, VERSION } from '../shared/version.ts';
import { openDoor } from './door/door.ts';
import { toFrame } from './door/frame.ts';
import { createHttpServer } from './door/http-server.ts';
import { createBroadcaster } from './events/broadcaster.ts';
import { createCounters } from './events/counters.ts';
import { createHistory } from './events/history.ts';
import { createHookLatency } from './events/hook-latency.ts';
import { createIntake } from './events/intake.ts';
import { createPrivacy } from './events/privacy.ts';
import { createProcessStarts } from './events/process-start.ts';
import { createSpoolDrain } from './events/spool-drain.ts';
import { createForget, type ForgetParts } from './forget.ts';
import { toForgottenMessage } from './forgotten-message.ts';
import { listenNear } from './listen.ts';
import { createMeasures } from './measures.ts';
import { type OwnerLock, tryOwnerLock } from './owner-lock.ts';
import { createRejections } from './rejections.ts';
import { reportSearch, reportStore } from './report-condition.ts';
import type { Reporter } from './reporter.ts';
import { startRetention } from './retention/retention.ts';
import { createSearchIndex } from './search/search-index.ts';
import { keepSearchTidy } from './search-tidy.ts';
import { watchSessions } from './session-watch.ts';
import { createStateRecord } from './state-record.ts';
import { createStatusBoard } from './status.ts';
import { openEventStore } from './store/event-store.ts';
import { startUpkeep } from './upkeep.ts';

export interface StartOptions {
  readonly paths: HomePaths;
  readonly settings: Settings;
  readonly reporter: Reporter;
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
  const { paths, settings, reporter, scrubLog, requestEnd, owner, server, port } = options;
  const host = os.hostname();
  const nowMs = Date.now;
  ensureToken(paths.token);

  let announceStore = (): void => {}; // until the door is open there is nobody to tell
  const store = openEventStore(paths.store, {
    host,
    onChange: (status) => reportStore(status, reporter),
    onReplaced: (aside) => {
      reporter.report('store_set_aside', { file: aside });
      announceStore();
    },
    onSalvaged: ({ salvaged = 0, lost = null }) => {
      reporter.report('store_salvaged', { salvaged, lost });
      search.beginAnew();
    },
  });
  if (!store.status().durable) reportStore(store.status(), reporter);
  const counters = createCounters(store);
  const latency = createHookLatency();
  const search = createSearchIndex({
    file: paths.search,
    eventsFile: paths.store,
    storeId: () => store.storeId,
    lastSeq: store.lastSeq,
    onState: (status) => reportSearch(status, reporter),
    onFailure: (error) => reporter.report('failed', { error }),
  });
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
    onForgotten(forgotten) {
      door.tell(toForgottenMessage(forgotten));
      reporter.report('forgotten', { sessions: forgotten.sessions.length, events: forgotten.events });
    },
  });
  const door = openDoor(server, {
    forget,
    identity: state,
    rules: { ...settings, port },
    tokenFile: paths.token,
    store,
    search,
    intake,
    broadcaster,
    board,
    measures,
    onLabel: retention.reconsider,
    nowMs,
    onRejected: rejections.count,
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
