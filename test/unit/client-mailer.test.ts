import { beforeEach, expect, test } from 'vitest';
import { lost } from '../../src/client/lost.ts';
import { createMailer, type Mailer } from '../../src/client/mailer.ts';
import { createOutbox, type Letter, type OutboxOptions } from '../../src/client/outbox.ts';
import type { PublishNotice } from '../../src/client/publish-notice.ts';
import { MpmError } from '../../src/shared/errors.ts';
import { until } from '../helpers/until.ts';

type Answer = 'stored' | 'away' | { readonly refused: number } | { readonly error: unknown };

let notices: PublishNotice[];
let sent: string[][];
let answer: (attempt: number) => Answer | Promise<Answer>;

beforeEach(() => {
  notices = [];
  sent = [];
  answer = () => 'stored';
});

const letter = (id: string): Letter => ({ id, text: id, isPriority: false });

function aMailer(bounds: OutboxOptions = {}): Mailer {
  return createMailer({
    outbox: createOutbox(bounds),
    backoff: { nextMs: () => 1, reset: () => {} },
    onNotice: (notice) => notices.push(notice),
    async deliver(letters) {
      sent.push(letters.map(({ id }) => id));
      const said = await answer(sent.length);
      if (said === 'away') throw lost();
      if (said === 'stored') return new Map();
      if ('error' in said) throw said.error;
      return new Map([[said.refused, 'bad_type']]);
    },
  });
}

test('what is posted in one turn goes together', async () => {
  const mailer = aMailer();
  mailer.post(letter('a'));
  await Promise.resolve();
  mailer.post(letter('b'));
  await mailer.flush();

  expect(sent).toEqual([['a', 'b']]);
});

test('what piles up while some are under way goes together next', async () => {
  const mailer = aMailer();
  answer = (attempt) => {
    if (attempt === 1) for (const id of ['b', 'c']) mailer.post(letter(id));
    return 'stored';
  };
  mailer.post(letter('a'));
  await until(() => sent.length === 2);

  expect(sent).toEqual([['a'], ['b', 'c']]);
});

test('is sent again until it is stored; the loss is told once', async () => {
  answer = (attempt) => (attempt < 4 ? 'away' : 'stored');
  const mailer = aMailer();
  mailer.post(letter('a'));
  await mailer.flush();

  expect(sent).toEqual([['a'], ['a'], ['a'], ['a']]);
  expect(notices).toMatchObject([{ kind: 'lost', error: { code: 'DAEMON_LOST' } }]);
});

test('an error that nobody knows keeps the events too', async () => {
  answer = (attempt) => (attempt === 1 ? { error: new Error('no more files') } : 'stored');
  const mailer = aMailer();
  mailer.post(letter('a'));
  await mailer.flush();

  expect(sent).toEqual([['a'], ['a']]);
});

test('a flush waits for what was posted before it, and for nothing after', async () => {
  const gate = Promise.withResolvers<Answer>();
  answer = (attempt) => (attempt === 1 ? 'stored' : gate.promise);
  const mailer = aMailer();
  mailer.post(letter('a'));
  const flushed = mailer.flush();
  await until(() => sent.length === 1);
  mailer.post(letter('b'));

  await flushed;
  gate.resolve('stored');
  await mailer.flush();
  expect(sent).toEqual([['a'], ['b']]);
});

test('what is dropped is counted, told once a turn, and fails the next flush only', async () => {
  answer = () => 'away';
  const mailer = aMailer({ maxEvents: 2 });
  for (const id of ['a', 'b', 'c', 'd', 'e']) mailer.post(letter(id));
  expect(mailer.dropped()).toBe(3);
  await until(() => notices.length > 0);
  answer = () => 'stored';

  await expect(mailer.flush()).rejects.toMatchObject({ code: 'NOT_ALL_STORED', message: expect.stringContaining('3') });
  expect(notices.filter(({ kind }) => kind === 'dropped')).toEqual([{ kind: 'dropped', count: 3 }]);
  expect(sent.at(-1)).toEqual(['d', 'e']);
  await mailer.flush();
});

test('one that is refused is told, fails the flush, and is not sent again', async () => {
  answer = () => ({ refused: 2 });
  const mailer = aMailer();
  for (const id of ['a', 'b', 'c']) mailer.post(letter(id));

  await expect(mailer.flush()).rejects.toMatchObject({ code: 'NOT_ALL_STORED' });
  expect(notices).toEqual([{ kind: 'refused', id: 'b', code: 'bad_type' }]);
  expect(sent).toHaveLength(1);
});

test('a request that is refused as a whole is not sent again', async () => {
  answer = () => ({ error: new MpmError('EVENTS_REFUSED', 'No.') });
  const mailer = aMailer();
  mailer.post(letter('a'));

  await expect(mailer.flush()).rejects.toMatchObject({ code: 'NOT_ALL_STORED' });
  expect(notices).toEqual([{ kind: 'refused', id: 'a', code: 'EVENTS_REFUSED' }]);
});

test('a flush can be given up, by time or by signal; the events stay', async () => {
  answer = () => 'away';
  const mailer = aMailer();
  mailer.post(letter('a'));
  const stop = new AbortController();
  const aborted = mailer.flush({ signal: stop.signal });
  stop.abort();

  await expect(aborted).rejects.toMatchObject({ name: 'AbortError' });
  await expect(mailer.flush({ signal: stop.signal })).rejects.toMatchObject({ name: 'AbortError' });
  await expect(mailer.flush({ timeoutMs: 20 })).rejects.toMatchObject({ code: 'NOT_STORED_YET' });
  answer = () => 'stored';
  await mailer.flush();
  expect(mailer.dropped()).toBe(0);
});

test('stopped while the daemon is away, it drops what waits and lets the flush go', async () => {
  answer = () => 'away';
  const mailer = aMailer();
  mailer.post(letter('a'));
  await until(() => sent.length > 0);
  const flushed = mailer.flush();
  const stopped = mailer.stop();

  await expect(flushed).rejects.toMatchObject({ code: 'NOT_ALL_STORED' });
  await stopped;
  const attempts = sent.length;
  mailer.post(letter('b'));
  await mailer.stop();
  expect(mailer.dropped()).toBe(2);
  expect(sent).toHaveLength(attempts);
});
