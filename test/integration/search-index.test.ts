import * as fs from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseQuery } from '../../src/shared/search-query.ts';
import { createSearchStage, holdsBytes, type SearchStage } from '../helpers/search.ts';
import { createTempHome, type TempHome } from '../helpers/temp-home.ts';

let home: TempHome;
let stage: SearchStage;

beforeEach(() => {
  home = createTempHome();
  stage = createSearchStage(home, { periodChars: 200 });
});
afterEach(() => {
  stage.close();
  home.remove();
});

/** What the index's tables say, read past it. */
function ask(sql: string): Record<string, unknown>[] {
  const database = new DatabaseSync(home.paths.search, { readOnly: true });
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}

function texts(count: number, word: (index: number) => string): string[] {
  return Array.from({ length: count }, (_, index) => `${word(index)} and what else there is to say`);
}

describe('taking in', () => {
  test('goes in small steps, in order, and can be searched between them', () => {
    stage.say(...texts(250, () => 'needle'));
    const reached: number[] = [];
    while (stage.searcher().step()) {
      reached.push(stage.searcher().indexedSeq());
      expect(stage.find('needle')).toHaveLength(stage.searcher().indexedSeq());
    }

    expect(reached).toEqual([100, 200]);
    expect(stage.find('needle')).toHaveLength(250);
  });

  test('goes on where it was, after a kill, with what came meanwhile', () => {
    stage.say(...texts(150, (index) => `word${index}`));
    stage.searcher().step();
    stage.say('the last');
    stage.reopen();
    expect(stage.searcher().indexedSeq()).toBe(100);
    stage.index();

    expect([stage.find('word0'), stage.find('word99'), stage.find('word100'), stage.find('last')]).toEqual([
      [1],
      [100],
      [101],
      [151],
    ]);
    expect(ask('SELECT sum(events) AS events FROM periods')).toEqual([{ events: 151 }]);
  });

  test('begins another period when one has grown, or another day begins', () => {
    stage.say(...texts(10, () => 'needle'));
    const [first] = stage.store.last(1);
    const laterMs = Date.parse(JSON.parse(first?.json ?? '{}').timestamp) + 86_400_000;
    stage.append({ atMs: laterMs, body: '{"prompt":"needle"}' }, { body: '{"prompt":"late needle"}' });
    stage.index();

    const periods = ask('SELECT first_seq, last_seq FROM periods ORDER BY id');
    expect(periods.length).toBeGreaterThan(2);
    expect(periods.at(-1)).toEqual({ first_seq: 11, last_seq: 12 });
    expect(stage.find('needle')).toHaveLength(12);
    expect(stage.find('needle', { sinceMs: laterMs })).toEqual([11]);
    expect(stage.find('needle', { untilMs: laterMs - 1 })).toEqual([12, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  test('begins anew with a damaged file, one of another release, and one of other events', () => {
    const breaks: readonly (() => void)[] = [
      () =>
        fs.writeFileSync(home.paths.search, 'no database at all, but long enough to look like something'.repeat(99)),
      () => alter('PRAGMA user_version = 99'),
      () => alter("UPDATE meta SET value = 'another' WHERE key = 'store_id'"),
      () => alter("UPDATE meta SET value = '1000000' WHERE key = 'indexed_seq'"),
    ];
    stage.say('needle');
    for (const damage of breaks) {
      stage.index();
      expect(stage.find('needle')).toEqual([1]);
      stage.searcher().close();
      damage();
      stage.reopen();
      expect(stage.find('needle')).toEqual([]);
    }
  });

  test('keeps the file for its owner only', () => {
    stage.index();
    expect(fs.statSync(home.paths.search).mode & 0o777).toBe(0o600);
  });

  function alter(sql: string): void {
    const database = new DatabaseSync(home.paths.search);
    database.exec(sql);
    database.close();
  }
});

describe('what is gone', () => {
  test('is dropped by whole periods, and the file shrinks', () => {
    stage.close();
    stage = createSearchStage(home, { periodChars: 40_000 });
    stage.say(...texts(4000, (index) => `needle${index} ${'x'.repeat(index % 50)}${index}`));
    stage.index();
    stage.reopen(); // all of it is in the file itself then
    const before = fs.statSync(home.paths.search).size;
    stage.deleteEvents('seq <= 3900');
    stage.searcher().dropUpTo(3900);
    stage.index();
    stage.searcher().close();
    const after = fs.statSync(home.paths.search).size;
    stage.reopen();

    expect(after).toBeLessThan(before / 4);
    expect(ask('SELECT min(last_seq) > 3900 AS only_later FROM periods')).toEqual([{ only_later: 1 }]);
    expect(stage.find('needle3999')).toEqual([4000]);
  });

  test('but of kept sessions can still be found, until it is gone too', () => {
    stage.append(
      ...Array.from({ length: 60 }, (_, index) => ({
        sessionId: index % 20 === 7 ? 'kept' : 'other',
        body: JSON.stringify({ prompt: `needle ${'and so on '.repeat(9)}` }),
      })),
    );
    stage.index();
    stage.deleteEvents("seq <= 40 AND session_id = 'other'");
    stage.searcher().dropUpTo(20);
    stage.searcher().dropUpTo(40);
    expect(stage.searcher().isMending()).toBe(true);
    stage.index();
    expect(stage.find('needle', { sessionId: 'kept' })).toEqual([48, 28, 8]);
    expect(ask("SELECT events FROM periods WHERE kind = 'kept'")).toEqual([{ events: 2 }]);

    stage.deleteEvents('seq = 8');
    stage.searcher().dropUpTo(40);
    stage.index();
    expect(stage.find('needle', { sessionId: 'kept' })).toEqual([48, 28]);
    expect(ask("SELECT events FROM periods WHERE kind = 'kept'")).toEqual([{ events: 1 }]);
  });

  test('by being forgotten leaves not a byte, and its neighbours are found as before', () => {
    // words by letters, so that a piece of one in a page of the file could be seen
    const secrets = Array.from(
      { length: 40 },
      (_, index) => `zebrafish${String.fromCharCode(97 + (index % 26))}quartz${index}`,
    );
    stage.say(...texts(100, (index) => (index % 3 === 0 ? (secrets[index / 3] ?? '') : `plain${index}`)));
    stage.index();
    expect(holdsBytes(home.paths.home, 'search.db', 'zebrafish')).toBe(true);

    stage.deleteEvents('seq % 3 = 1');
    stage.searcher().forget([{ from: 1, to: 100 }]);
    for (const piece of ['zebrafish', 'quartz', 'rafish']) {
      expect(holdsBytes(home.paths.home, 'search.db', piece)).toBe(false);
    }
    expect(fs.statSync(`${home.paths.search}-wal`).size).toBe(0);
    stage.index();

    expect(holdsBytes(home.paths.home, 'search.db', 'zebrafish')).toBe(false);
    expect(stage.find('zebr*')).toEqual([]);
    expect(stage.find('plain1')).toEqual([2]);
    expect(stage.find('plain98')).toEqual([99]);
  });

  test('and what had gone before is not left in pages that are free by now', () => {
    stage.say(...texts(200, (index) => `zebrafish${index}`), 'plain');
    stage.index();
    stage.deleteEvents('seq <= 200');
    stage.searcher().dropUpTo(190);
    expect(ask('PRAGMA freelist_count')[0]?.freelist_count).toBeGreaterThan(10);
    expect(holdsBytes(home.paths.home, 'search.db', 'zebrafish')).toBe(true);
    stage.searcher().forget([{ from: 1, to: 200 }]);
    stage.index();

    expect(holdsBytes(home.paths.home, 'search.db', 'zebrafish')).toBe(false);
    expect(stage.find('plain')).toEqual([201]);
  });

  test('is indexed again though a kill came between', () => {
    stage.say(...texts(30, () => 'needle'));
    stage.index();
    stage.deleteEvents('seq = 5');
    stage.searcher().forget([{ from: 5, to: 5 }]);
    stage.reopen();
    expect(stage.searcher().isMending()).toBe(true);
    stage.say('needle');
    stage.index();

    expect(stage.find('needle')).toEqual(
      [31, ...Array.from({ length: 30 }, (_, index) => 30 - index)].filter((seq) => seq !== 5),
    );
  });

  test('from under the index is simply not found', () => {
    stage.say('needle', 'needle');
    stage.index();
    stage.deleteEvents('seq = 1');

    expect(stage.find('needle')).toEqual([2]);
  });
});

describe('paging', () => {
  test('goes both ways without a gap or a repeat while new events arrive', () => {
    stage.say(...texts(50, (index) => (index % 2 === 0 ? 'needle' : 'hay')));
    stage.index();
    const wanted = parseQuery('needle');
    const first = stage.searcher().find({ wanted, filter: {}, limit: 4 });
    const seen = first.hits.map(({ entry }) => entry.seq);
    for (let page = first; page.hasMore; ) {
      stage.say('needle that is new');
      stage.index();
      page = stage.searcher().find({ wanted, filter: {}, limit: 4, beforeSeq: page.firstSeq });
      seen.push(...page.hits.map(({ entry }) => entry.seq));
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => 49 - 2 * index));

    const later: number[] = [];
    for (let [after, more] = [first.lastSeq, true]; more; ) {
      const page = stage.searcher().find({ wanted, filter: {}, limit: 2, afterSeq: after });
      later.push(...page.hits.map(({ entry }) => entry.seq).reverse());
      [after, more] = [page.lastSeq, page.hasMore];
    }
    expect(later).toEqual(Array.from({ length: stage.store.lastSeq() - 50 }, (_, index) => 51 + index));
  });
});
