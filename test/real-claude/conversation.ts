/** One part of what the scripted assistant says. */
export type Block =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool_use'; readonly name: string; readonly input: Readonly<Record<string, unknown>> };

/** One turn of the scripted assistant: what it says, or how the API fails. */
export type Reply =
  | { readonly say: readonly Block[] }
  | { readonly fail: { readonly status: number; readonly type: string; readonly message: string } };

/** The assistant's turns, in order, by the name that a prompt calls for with `[[mock:name]]`. */
export type Scenarios = Readonly<Record<string, readonly Reply[]>>;

/** What Claude Code sends as one message of the conversation so far. */
export interface Message {
  readonly role: string;
  readonly content: unknown;
}

const MARK = /\[\[mock:([\w.-]+)\]\]/g;

const NOTHING_LEFT: Reply = { say: [{ type: 'text', text: 'Nothing more to do.\n' }] };

/**
 * What the scripted assistant answers: the last mark of the conversation picks the scenario, the number of assistant
 * messages since then the turn. Side requests without tools (titles, summaries) and unmarked prompts get plain text.
 */
export function nextReply(
  scenarios: Scenarios,
  messages: readonly Message[],
  { hasTools }: { hasTools: boolean },
): Reply {
  const place = locate(messages);
  if (place === undefined) return NOTHING_LEFT;
  const reply = scenarios[place.name]?.[place.turn] ?? NOTHING_LEFT;
  return hasTools || 'fail' in reply ? reply : NOTHING_LEFT;
}

function locate(messages: readonly Message[]): { readonly name: string; readonly turn: number } | undefined {
  for (let at = messages.length - 1; at >= 0; at -= 1) {
    const message = messages[at];
    if (message?.role !== 'user') continue;
    const name = [...promptText(message.content).matchAll(MARK)].at(-1)?.[1];
    if (name === undefined) continue;
    return { name, turn: messages.slice(at + 1).filter((later) => later.role === 'assistant').length };
  }
  return undefined;
}

/** What the prompt says. Results of tools are left out: their output must not call for a scenario again. */
function promptText(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((block: unknown) => (isText(block) ? block.text : '')).join('\n');
}

function isText(block: unknown): block is { readonly type: 'text'; readonly text: string } {
  return typeof block === 'object' && block !== null && 'type' in block && block.type === 'text' && 'text' in block;
}
