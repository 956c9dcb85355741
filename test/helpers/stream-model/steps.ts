import fc from 'fast-check';
import { type Course, KINDS, type Made, SESSIONS, type Way } from './course.ts';
import { createLibrarySubscriber, type LibrarySubscriber } from './library-subscriber.ts';
import { createRawSubscriber, type RawSubscriber } from './raw-subscriber.ts';
import type { Start, Wish } from './registration.ts';
import type { Subscriber } from './subscriber.ts';
import type { World } from './world.ts';

/** One thing that happens, as fast-check runs, prints and leaves out again. */
export interface Step<Of extends Subscriber> {
  check(): boolean;
  run(model: object, course: Course<Of>): Promise<void>;
  toString(): string;
}

type Steps<Of extends Subscriber> = fc.Arbitrary<Step<Of>>;

/** So many listen at once. */
const MOST_SUBSCRIBERS = 4;

const made: fc.Arbitrary<Made> = fc.record({
  kind: fc.constantFrom(...KINDS),
  session: fc.constantFrom(...SESSIONS),
  padChars: fc.nat(600),
});
const events = fc.array(made, { minLength: 1, maxLength: 25 });
const who = fc.nat(MOST_SUBSCRIBERS - 1);
/** A place in the past as a part of it. */
const part = fc.double({ min: 0, max: 1, noNaN: true });

const filter = fc.constantFrom(
  {},
  {},
  { session_id: 'one' },
  { session_id: 'nobody' },
  { types: ['hook.*'] },
  { types: ['custom.note'] },
  { types: ['*p'] },
  { session_id: 'two', types: ['hook.stop', 'c*.note'] },
  { types: [] },
);

type Wished = Omit<Wish, 'start'> & { readonly from: Start['from']; readonly part: number; readonly count: number };

function wished(...froms: Start['from'][]): fc.Arbitrary<Wished> {
  return fc.record({ filter, from: fc.constantFrom(...froms), part, count: fc.nat(20), batch: fc.boolean() });
}

function toWish({ filter, from, part, count, batch }: Wished, { log }: Course<Subscriber>): Wish {
  return { filter, batch, start: toStart(from, { part, count, log }) };
}

function toStart(
  from: Start['from'],
  { part, count, log }: Pick<Wished, 'part' | 'count'> & Pick<Course<Subscriber>, 'log'>,
): Start {
  const seq = Math.floor(log.lastSeq() * part);
  if (from === 'history') return { from, count };
  if (from === 'since') return { from, atMs: log.asked({}, seq)[0]?.atMs ?? 0 };
  return from === 'here' ? { from } : { from, seq };
}

function step<Of extends Subscriber, Args>(
  name: string,
  args: fc.Arbitrary<Args>,
  act: (course: Course<Of>, args: Args) => Promise<void> | void,
): Steps<Of> {
  return args.map((chosen) => ({
    check: () => true,
    run: async (_model, course) => void (await act(course, chosen)),
    toString: () => `${name} ${fc.stringify(chosen)}`,
  }));
}

/** What happens to a daemon whoever listens. */
function stepsOf<Of extends Subscriber>(world: Pick<World, 'restarts' | 'prune'>): Steps<Of>[] {
  const publish = (ways: readonly Way[]) =>
    step<Of, { way: Way; events: Made[] }>(
      'publish',
      fc.record({ way: fc.constantFrom(...ways), events }),
      (course, { way, events }) => course.publish(way, events),
    );
  const often: readonly Way[] = ['lines', 'one by one'];
  const prune = step<Of, number>('prune', part, (course, upTo) => course.prune(upTo));
  return [
    publish(often),
    publish(often),
    publish(['twice', 'library', 'import']),
    step('forget', fc.constantFrom(...SESSIONS), (course, session) => course.forget(session)),
    step('restart', fc.constantFrom(...world.restarts), (course, how) => course.restart(how)),
    ...(world.prune === undefined ? [] : [prune]),
  ];
}

export function rawSteps(world: Pick<World, 'restarts' | 'prune'>): Steps<RawSubscriber>[] {
  type Raw = Course<RawSubscriber>;
  const one = <Args>(
    name: string,
    args: fc.Arbitrary<Args>,
    act: (one: RawSubscriber, args: Args, course: Raw) => Promise<void> | void,
  ) =>
    step<RawSubscriber, readonly [number, Args]>(name, fc.tuple(who, args), async (course, [index, chosen]) => {
      const found = course.subscribers[index];
      if (found?.isOpen()) await act(found, chosen, course);
    });
  const wish = wished('here', 'here', 'after', 'after', 'history', 'since', 'other store');

  const connect = step<RawSubscriber, Wished | undefined>(
    'connect',
    fc.option(wish, { nil: undefined }),
    async (course, chosen) => {
      const { world: where, log, subscribers } = course;
      const closed = subscribers.find((subscriber) => !subscriber.isOpen());
      if (closed === undefined && subscribers.length === MOST_SUBSCRIBERS) return;
      const subscriber = closed ?? createRawSubscriber(where, log);
      if (closed === undefined) subscribers.push(subscriber);
      await subscriber.connect();
      if (chosen !== undefined) subscriber.register(toWish(chosen, course));
    },
  );
  const register = one('register', wish, (subscriber, chosen, course) => subscriber.register(toWish(chosen, course)));
  const publish = one(
    'publish by socket',
    fc.array(made, { minLength: 1, maxLength: 8 }),
    async (subscriber, some, course) => {
      for (const event of some) await subscriber.publish(course.toMessage(event));
      await course.log.refresh(course.world.daemon);
    },
  );
  const meanwhile = one(
    'register meanwhile',
    fc.record({ chosen: wish, some: events }),
    async (subscriber, { chosen, some }, course) => {
      const published = course.publish('one by one', some);
      for (let turn = 0; turn < some.length; turn += 1) await new Promise(setImmediate);
      subscriber.register(toWish(chosen, course));
      await published;
    },
  );
  return [
    ...stepsOf<RawSubscriber>(world),
    meanwhile,
    meanwhile,
    connect,
    connect,
    register,
    register,
    publish,
    one('drop', fc.constant(0), (subscriber) => subscriber.drop()),
    one('stall', fc.constant(0), (subscriber) => subscriber.stall()),
    one('stall', fc.constant(0), (subscriber) => subscriber.stall()),
    step('release', fc.constant(0), ({ world: where }) => where.release()),
  ];
}

export function librarySteps(world: Pick<World, 'restarts' | 'prune'>): Steps<LibrarySubscriber>[] {
  const listen = step<LibrarySubscriber, Wished>(
    'listen',
    wished('here', 'after', 'history', 'since'),
    (course, chosen) => {
      const { world: where, log, subscribers } = course;
      if (subscribers.length === MOST_SUBSCRIBERS) return;
      subscribers.push(createLibrarySubscriber(where, log, toWish(chosen, course)));
    },
  );
  const hold = step<LibrarySubscriber, [number, boolean]>(
    'hold',
    fc.tuple(who, fc.boolean()),
    ({ subscribers }, [index, isHeld]) => subscribers[index]?.hold(isHeld),
  );
  const bare = (name: string, act: (where: World) => void): Steps<LibrarySubscriber> =>
    step(name, fc.constant(0), ({ world: where }) => act(where));
  return [
    ...stepsOf<LibrarySubscriber>(world),
    listen,
    listen,
    hold,
    bare('stall', (where) => where.stall()),
    bare('release', (where) => where.release()),
    bare('cut', (where) => where.cut()),
  ];
}
