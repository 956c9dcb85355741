import * as path from 'node:path';
import { type EventStore, openEventStore } from '../../src/daemon/store/event-store.ts';
import { copyAsKilled } from './killed.ts';
import { createTempHome, type TempHome } from './temp-home.ts';

interface Closable {
  close(): void;
}

/** The stores of one test, in a home of their own. */
export interface StoreStage {
  readonly home: TempHome;
  /** The home's own, if no file is named. */
  open(file?: string): EventStore;
  /** To be closed with the others. */
  keep<One extends Closable>(one: One): One;
  /** A file of what is on disk now: all that whoever comes after a kill finds. */
  killed(file?: string): string;
  closeAll(): void;
  remove(): void;
}

export function createStoreStage(): StoreStage {
  const home = createTempHome();
  const opened: Closable[] = [];
  let kills = 0;

  const stage: StoreStage = {
    home,
    open: (file = home.paths.store) => stage.keep(openEventStore(file, { host: 'laptop' })),
    keep(one) {
      opened.push(one);
      return one;
    },
    killed(file = home.paths.store) {
      kills += 1;
      const copy = path.join(home.root, `killed-${kills}.db`);
      copyAsKilled(file, copy);
      return copy;
    },
    closeAll() {
      for (const one of opened.splice(0)) one.close();
    },
    remove() {
      stage.closeAll();
      home.remove();
    },
  };
  return stage;
}
