import { useMemo } from 'preact/hooks';
import { splitRows } from '../text/split-rows.ts';
import { paintTerminal } from '../text/terminal.ts';
import { RowBlocks } from './row-blocks.tsx';
import { sizeOf } from './text-block.tsx';
import { TokenText } from './token-text.tsx';

interface TerminalTextProps {
  readonly text: string;
  readonly label: string;
  readonly isError?: boolean;
}

/** Of longer texts each line is painted by itself, when it is shown: a colour then ends with its line. */
const MAX_WHOLE_CHARS = 50_000;

/** What a program wrote, in the colours it asked for. */
export function TerminalText({ text, label, isError = false }: TerminalTextProps) {
  const rows = useMemo(() => splitRows(text), [text]);
  const textOf = useMemo(() => (index: number) => rows[index]?.text ?? '', [rows]);
  const lines = (rows.at(-1)?.line ?? 0) + 1;
  const painted = useMemo(
    () => (text.length > MAX_WHOLE_CHARS ? undefined : paintTerminal(rows.map((row) => row.text))),
    [rows, text],
  );
  const toLine = (index: number) => (
    <bdi key={index} class="text-row">
      <TokenText tokens={painted?.[index] ?? paintTerminal([rows[index]?.text ?? ''])[0] ?? []} />
    </bdi>
  );
  return (
    <div class={isError ? 'text-block mono is-error' : 'text-block mono'}>
      <RowBlocks label={label} count={rows.length} textOf={textOf} row={toLine} total={sizeOf(lines, text.length)} />
    </div>
  );
}
