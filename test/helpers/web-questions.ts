import type { SessionView } from '../../src/shared/session-view.ts';
import type { Client } from '../../src/web/api/client.ts';

/** A question that waits for its answer. */
interface Question {
  /** The id of a session, or `list`, or `list` and the cursor. */
  readonly what: string;
  answer(body: unknown): Promise<void>;
  fail(code: string): Promise<void>;
}

/** A daemon whose answers come when the test says so, in whatever order. */
export function createQuestions() {
  const open: Question[] = [];
  const ask = <Body>(what: string): Promise<Body> =>
    new Promise((resolve, reject) => {
      open.push({
        what,
        answer: (body) => settle(() => resolve(body as Body)),
        fail: (code) => settle(() => reject(Object.assign(new Error(code), { code }))),
      });
    });
  const client = {
    session: (id: string) => ask(id),
    sessions: ({ cursor }: { cursor?: string }) => ask(cursor === undefined ? 'list' : `list ${cursor}`),
  } as unknown as Client;
  /** The oldest of this kind that is not answered yet. */
  const take = (what: string): Question => {
    const at = open.findIndex((question) => question.what === what);
    const [taken] = at < 0 ? [] : open.splice(at, 1);
    if (taken === undefined) throw new Error(`Nobody asks for ${what}, but for: ${open.map((one) => one.what)}`);
    return taken;
  };
  return { client, take, asked: () => open.map(({ what }) => what) };
}

export const aList = (sessions: readonly SessionView[], cursor?: string) => ({ sessions, cursor });

async function settle(work: () => void): Promise<void> {
  work();
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}
