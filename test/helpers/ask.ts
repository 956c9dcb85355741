import * as http from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  readonly bytes: Buffer;
  /** Of what went wrong. */
  readonly code: string | undefined;
}

interface AskOptions {
  readonly port: number;
  readonly method?: string;
  readonly path: string;
  /** As they are sent; nothing is added, not even a Host. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One request with every header as wrong as a test wants it. */
export async function ask({ port, method = 'GET', path, headers, body = '' }: AskOptions): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const options = { host: '127.0.0.1', port, method, path, headers, setHost: false, agent: false };
  const request = http.request(options, async (response) => {
    const bytes = Buffer.concat(await response.toArray());
    const text = bytes.toString('utf8');
    const code = text.startsWith('{"error"') ? JSON.parse(text).error.code : undefined;
    resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text, bytes, code });
  });
  request.on('error', reject);
  request.end(body);
  return promise;
}
