import { once } from 'node:events';
import * as http from 'node:http';
import { text } from 'node:stream/consumers';
import type { TestDaemon } from '../daemon.ts';

interface AskOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Asks over a connection of its own: a kept one may belong to a daemon that has ended. */
export async function ask(
  daemon: TestDaemon,
  path: string,
  { method = 'GET', headers = {}, body }: AskOptions = {},
): Promise<{ readonly status: number; readonly body: string }> {
  const authorization = `Bearer ${daemon.token()}`;
  const request = http.request(daemon.url + path, { method, agent: false, headers: { ...headers, authorization } });
  request.end(body);
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  return { status: response.statusCode ?? 0, body: await text(response) };
}

/** What was to be done has been done. */
export async function tell(daemon: TestDaemon, path: string, options: AskOptions): Promise<void> {
  const { status, body } = await ask(daemon, path, { method: 'POST', ...options });
  if (status >= 300) throw new Error(`${path} was answered by ${status} ${body}`);
}
