/** As much of an HTTP/1.1 answer as a hook asks for. */
export interface HttpAnswer {
  readonly status: number;
  /** Status line and headers, in lower case. */
  readonly head: string;
  readonly body: string;
  /** Characters of the text that belong to this answer; the next one begins there. */
  readonly length: number;
}

/** Undefined until the whole answer is there. Bodies are read by content-length alone (RFC 9112 §6.2): our daemon sends no other. */
export function parseAnswer(text: string): HttpAnswer | undefined {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return undefined;
  const head = text.slice(0, headEnd).toLowerCase();
  const bodyLength = Number(headerOf(head, 'content-length') ?? '0');
  const length = headEnd + 4 + bodyLength;
  if (text.length < length) return undefined;
  return { status: Number(head.slice(9, 12)), head, body: text.slice(headEnd + 4, length), length };
}

/** `name` in lower case. */
export function headerOf(head: string, name: string): string | undefined {
  const start = head.indexOf(`\r\n${name}:`);
  if (start < 0) return undefined;
  const from = start + name.length + 3;
  const end = head.indexOf('\r\n', from);
  return head.slice(from, end < 0 ? head.length : end).trim();
}
