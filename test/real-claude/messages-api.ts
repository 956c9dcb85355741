import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Message, nextReply, type Scenarios } from './conversation.ts';
import { printStream, toMessage } from './message-stream.ts';

export interface MessagesApi {
  readonly url: string;
  close(): Promise<void>;
}

/** A stand-in for the Anthropic Messages API on loopback, which never asks a model: what it says is scripted. */
export async function startMessagesApi(scenarios: Scenarios): Promise<MessagesApi> {
  const server = http.createServer((request, response) => void answer(scenarios, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answer(
  scenarios: Scenarios,
  request: http.IncomingMessage,
  response: http.ServerResponse,
): Promise<void> {
  const route = new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
  const asked = parseRequest(await readText(request));
  if (route.endsWith('/count_tokens')) return sendJson(response, 200, { input_tokens: 100 });
  if (request.method !== 'POST' || !route.endsWith('/v1/messages'))
    return sendError(response, 404, 'not_found_error', route);

  const reply = nextReply(scenarios, asked.messages, { hasTools: asked.hasTools });
  if ('fail' in reply) return sendError(response, reply.fail.status, reply.fail.type, reply.fail.message);
  const message = toMessage(asked.model, reply.say);
  if (!asked.stream) return sendJson(response, 200, message);
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  response.end(printStream(message));
}

interface Asked {
  readonly model: string;
  readonly stream: boolean;
  readonly hasTools: boolean;
  readonly messages: readonly Message[];
}

function parseRequest(body: string): Asked {
  const { model, stream, tools, messages } = body === '' ? {} : (JSON.parse(body) as Record<string, unknown>);
  return {
    model: String(model ?? 'scripted'),
    stream: stream === true,
    hasTools: Array.isArray(tools) && tools.length > 0,
    messages: Array.isArray(messages) ? (messages as Message[]) : [],
  };
}

async function readText(request: http.IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function sendJson(response: http.ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(value));
}

/** `x-should-retry: false`: a scripted failure is meant to be final. */
function sendError(response: http.ServerResponse, status: number, type: string, message: string): void {
  response.setHeader('x-should-retry', 'false');
  sendJson(response, status, { type: 'error', error: { type, message } });
}
