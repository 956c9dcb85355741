import { isObject } from '../../shared/wire.ts';
import type { DetailProps } from './detail-props.ts';

export type Fields = Readonly<Record<string, unknown>>;

/** A tool call as its renderer needs it, whichever of its events are known. */
export interface Call {
  readonly input: Fields;
  /** What the tool answered, as it gave it. */
  readonly output: unknown;
  /** The same by name; nothing where it is a text or a list. */
  readonly response: Fields;
  /** Why it failed, or was denied. */
  readonly error: string | undefined;
  readonly isInterrupted: boolean;
  /** It has begun, and nothing tells its end. */
  readonly isOpen: boolean;
  /** Its end was told, and nothing against it. */
  readonly isDone: boolean;
  readonly session: string | undefined;
  readonly cwd: string | undefined;
}

export function toCall({ first, last }: DetailProps): Call {
  const { type, data } = last ?? first;
  const output = data.tool_response;
  const error = textOf(data.error) ?? textOf(data.reason);
  const isInterrupted = data.is_interrupt === true || fieldsOf(output).interrupted === true;
  return {
    input: fieldsOf(first.data.tool_input),
    output,
    response: fieldsOf(output),
    error,
    isInterrupted,
    isOpen: type === 'hook.pre_tool',
    isDone: type === 'hook.post_tool' && error === undefined && !isInterrupted,
    session: first.session_id,
    cwd: textOf(first.data.cwd),
  };
}

export function fieldsOf(value: unknown): Fields {
  return isObject(value) ? value : {};
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What was said in a list of content blocks, or as it stands. */
export function saidIn(content: unknown): string | undefined {
  if (!Array.isArray(content)) return textOf(content);
  const texts = content.map((block) => textOf(fieldsOf(block).text)).filter((one) => one !== undefined);
  return texts.length === 0 ? undefined : texts.join('\n\n');
}
