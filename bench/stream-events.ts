import { printHookHeader } from '../src/shared/hook-header.ts';
import { VERSION } from '../src/shared/version.ts';

/** Where the load writes the number of the event; and where the length of a body of several lines. */
const NUMBER = 'bench-000000000000';
const LENGTH = '0000000000';

/** An event of about so many bytes, as Claude Code writes it: a tool call that is over. */
export function anEvent(bytes: number): string {
  const event = {
    session_id: '5f0c9d1e-8d1c-4c55-9b0a-2f1c8f4e7a10',
    cwd: '/home/dev/project',
    permission_mode: 'default',
    hook_event_name: 'PostToolUse',
    tool_name: 'Bash',
    tool_input: { command: 'npm test', description: 'Run the tests' },
    tool_use_id: `toolu_${NUMBER}`,
    duration_ms: 44,
    tool_response: { stdout: '', stderr: '', interrupted: false },
  };
  const line = 'ok 12 - the answer is kept until it was read\n';
  const room = bytes - JSON.stringify(event).length;
  event.tool_response.stdout = line.repeat(Math.ceil(room / line.length)).slice(0, Math.max(0, room - 30));
  return JSON.stringify(event);
}

interface Place {
  readonly port: number;
  readonly token: string;
}

/** One event in one request, with the headers of a hook. */
export function aPost(event: string, place: Place): string {
  const headers = `content-type: application/json\r\nx-mpm-event-id: ${NUMBER}\r\nx-mpm-elapsed-us: 900\r\n`;
  return `${head(place, `${headers}content-length: ${Buffer.byteLength(event)}`)}${event}`;
}

/** What comes before lines, and one of them: as the client library publishes. */
export function lines(event: string, place: Place): { readonly head: string; readonly line: string } {
  const data = JSON.parse(event) as object;
  return {
    head: head(place, `content-type: application/x-ndjson\r\ncontent-length: ${LENGTH}`),
    line: `${JSON.stringify({ type: 'hook.post_tool', id: NUMBER, timestamp: new Date().toISOString(), data })}\n`,
  };
}

function head({ port, token }: Place, headers: string): string {
  const own = `host: 127.0.0.1:${port}\r\nauthorization: Bearer ${token}\r\n`;
  return `POST /v1/events HTTP/1.1\r\n${own}x-mpm-hook: ${printHookHeader({ version: VERSION, via: 'send' })}\r\n${headers}\r\n\r\n`;
}

/** What a hook asks before it sends anything. */
export function aHello({ port }: Place): string {
  return `GET /v1/hello HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nx-mpm-nonce: ${'4f1c0a9d'.repeat(4)}\r\n\r\n`;
}

/** A WebSocket's handshake, without compression. */
export function anUpgrade(port: number, address: string): string {
  const key = Buffer.from('the bench knocks').toString('base64');
  const upgrade = `upgrade: websocket\r\nconnection: Upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: ${key}`;
  return `GET ${address} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n${upgrade}\r\n\r\n`;
}
