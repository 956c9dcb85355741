import { METRICS_TYPE } from '../metrics.ts';
import { ANSWER_HEADERS } from './answer.ts';
import type { Handler } from './http-server.ts';

/** `GET /metrics`: what the daemon can say of itself, for Prometheus. */
export function createReadMetrics(metrics: () => string): Handler {
  return (_request, response) => {
    const text = metrics();
    response.writeHead(200, {
      ...ANSWER_HEADERS,
      'content-type': METRICS_TYPE,
      'content-length': Buffer.byteLength(text),
    });
    response.end(text);
  };
}
