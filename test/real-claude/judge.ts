import type { Envelope } from '../../src/shared/envelope.ts';
import type { Recorded } from './recorder.ts';

type Event = Readonly<Record<string, unknown>>;
type Carried = Pick<Envelope, 'data'>;

/** Two hooks of one event start together, but a busy machine may run one of them this much later. */
const TOGETHER_MS = 250;

/** The witness's event in the shape that ours is compared in. */
export function toWitnessed({ event }: Recorded): Carried {
  return { data: event };
}

/** What `these` has and `those` has not, or more often, as words for a person. Events are the same if every byte of them means the same. */
export function surplus(these: readonly Carried[], those: readonly Carried[]): string[] {
  const left = new Map<string, number>();
  for (const { data } of those) left.set(print(data), (left.get(print(data)) ?? 0) + 1);
  return these
    .filter(({ data }) => {
      const count = left.get(print(data)) ?? 0;
      left.set(print(data), count - 1);
      return count <= 0;
    })
    .map(({ data }) => name(data));
}

/** As a story is told: by the hook's time, then by id. */
export function inOrderOfTime(stored: readonly Envelope[]): Envelope[] {
  return stored.toSorted((a, b) => compare(a.timestamp, b.timestamp) || compare(a.id, b.id));
}

/** What of a story contradicts the witness's clock, or comes before its own cause; as words for a person. */
export function outOfOrder(story: readonly Envelope[], recorded: readonly Recorded[]): string[] {
  const firedAtUs = new Map(recorded.map(({ event, atUs }) => [print(event), atUs]));
  const wrong: string[] = [];
  const latestUs = new Map<string, number>();
  const happened = new Set<string>();
  for (const { data, timestamp, session_id: session = '' } of story) {
    const atUs = firedAtUs.get(print(data)) ?? 0;
    if (Math.abs(Date.parse(timestamp) - atUs / 1000) > TOGETHER_MS)
      wrong.push(`${name(data)} is stamped ${timestamp}`);
    const latest = latestUs.get(session) ?? 0;
    if (latest - atUs > TOGETHER_MS * 1000) wrong.push(`${name(data)} comes late`);
    latestUs.set(session, Math.max(latest, atUs));
    const cause = causeOf(data);
    if (cause !== undefined && !happened.has(cause)) wrong.push(`${name(data)} comes before its ${cause}`);
    happened.add(asCause(data));
  }
  return wrong;
}

/** What Claude Code waits for before it fires this one: a call before its result, an agent's start before its stop. */
function causeOf(event: Event): string | undefined {
  switch (event.hook_event_name) {
    case 'PostToolUse':
    case 'PostToolUseFailure':
      return `PreToolUse ${event.tool_use_id}`;
    case 'SubagentStop':
      return event.agent_type === '' ? undefined : `SubagentStart ${event.agent_id}`; // F54: internal agents never start
    case 'Stop':
      return `UserPromptSubmit ${event.prompt_id}`;
    default:
      return undefined;
  }
}

function asCause(event: Event): string {
  const about = { PreToolUse: event.tool_use_id, SubagentStart: event.agent_id }[String(event.hook_event_name)];
  return `${event.hook_event_name} ${about ?? event.prompt_id}`;
}

function name(event: Event): string {
  const { session_id, hook_event_name, tool_name, tool_use_id, agent_id } = event;
  return [hook_event_name, tool_name, tool_use_id, agent_id, `in ${session_id}`].filter(Boolean).join(' ');
}

/** Keys in one order, so that only what an event says counts. */
function print(event: unknown): string {
  return JSON.stringify(event, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => compare(a, b)))
      : value,
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
