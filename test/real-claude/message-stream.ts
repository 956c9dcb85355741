import { randomUUID } from 'node:crypto';
import type { Block } from './conversation.ts';

const USAGE = { input_tokens: 100, output_tokens: 20, cache_creation_input_tokens: 0, cache_read_input_tokens: 0 };

/** A whole answer, in the shape of the Messages API. */
export function toMessage(model: string, say: readonly Block[]) {
  const content = say.map((block) => (block.type === 'tool_use' ? { ...block, id: `toolu_${randomUUID()}` } : block));
  return {
    id: `msg_${randomUUID()}`,
    type: 'message',
    role: 'assistant',
    model,
    content,
    stop_reason: say.some((block) => block.type === 'tool_use') ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    usage: USAGE,
  };
}

/** The same answer as the server-sent events that a streaming client reads. */
export function printStream(message: ReturnType<typeof toMessage>): string {
  const events: object[] = [{ type: 'message_start', message: { ...message, content: [], stop_reason: null } }];
  for (const [index, block] of message.content.entries()) {
    const { start, delta } =
      block.type === 'text'
        ? { start: { ...block, text: '' }, delta: { type: 'text_delta', text: block.text } }
        : {
            start: { ...block, input: {} },
            delta: { type: 'input_json_delta', partial_json: JSON.stringify(block.input) },
          };
    events.push(
      { type: 'content_block_start', index, content_block: start },
      { type: 'content_block_delta', index, delta },
      { type: 'content_block_stop', index },
    );
  }
  const delta = { stop_reason: message.stop_reason, stop_sequence: null };
  events.push({ type: 'message_delta', delta, usage: USAGE }, { type: 'message_stop' });
  return events.map(printEvent).join('');
}

function printEvent(event: object): string {
  const type = 'type' in event ? event.type : 'message';
  return `event: ${type}\ndata: ${JSON.stringify(event)}\n\n`;
}
