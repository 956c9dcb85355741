import { useEffect, useMemo, useState } from 'preact/hooks';
import { highlight } from '../text/highlight.ts';
import { type Row, splitRows } from '../text/split-rows.ts';
import type { Token } from '../text/token.ts';
import { RowBlocks } from './row-blocks.tsx';
import { sizeOf } from './text-block.tsx';
import { TokenText } from './token-text.tsx';

interface CodeTextProps {
  readonly text: string;
  readonly language: string | undefined;
  readonly label: string;
  /** Of the first line; without it lines have no numbers. */
  readonly firstLine?: number | undefined;
}

/** Code in its colours, once they are there. */
export function CodeText({ text, language, label, firstLine }: CodeTextProps) {
  const rows = useMemo(() => splitRows(text), [text]);
  const lines = useMemo(() => rows.filter(({ isContinued }) => !isContinued).map((row) => row.text), [rows]);
  const painted = useHighlight(lines, language);
  const textOf = useMemo(() => (index: number) => rows[index]?.text ?? '', [rows]);
  const toLine = (index: number) => {
    const row = rows[index] as Row;
    const tokens = isWhole(rows, index) ? painted[row.line] : undefined;
    return (
      <div key={index} class="code-line">
        {firstLine !== undefined && <span class="line-no">{row.isContinued ? '' : firstLine + row.line}</span>}
        <bdi class="code-line-text">
          <TokenText tokens={tokens ?? [{ text: row.text }]} />
        </bdi>
      </div>
    );
  };
  return (
    <div class={firstLine === undefined ? 'text-block mono code' : 'text-block mono code has-numbers'}>
      <RowBlocks
        label={label}
        count={rows.length}
        textOf={textOf}
        row={toLine}
        total={sizeOf(lines.length, text.length)}
      />
    </div>
  );
}

function isWhole(rows: readonly Row[], index: number): boolean {
  return rows[index]?.isContinued === false && rows[index + 1]?.isContinued !== true;
}

/** Lines in their colours, as far as they are there. */
export function useHighlight(lines: readonly string[], language: string | undefined): readonly (readonly Token[])[] {
  const [painted, setPainted] = useState<readonly (readonly Token[])[]>([]);
  useEffect(() => {
    let isCurrent = true;
    setPainted([]);
    const run = async (): Promise<void> => {
      try {
        await highlight(lines, language ?? '', (more) => {
          if (isCurrent) setPainted((before) => [...before, ...more]);
          return isCurrent;
        });
      } catch {
        // its code did not come, or it gave up: the text is there without colours
      }
    };
    if (language !== undefined) void run();
    return () => {
      isCurrent = false;
    };
  }, [lines, language]);
  return painted;
}
