import { useMemo } from 'preact/hooks';
import { splitRows } from '../text/split-rows.ts';
import { RowBlocks } from './row-blocks.tsx';
import { TokenText } from './token-text.tsx';

interface TextBlockProps {
  readonly text: string;
  readonly mono?: boolean;
  readonly label?: string;
}

/** Text of unknown origin, as text: isolated from what stands around it, long ones in part until somebody asks. */
export function TextBlock({ text, mono = true, label = 'Text' }: TextBlockProps) {
  const rows = useMemo(() => splitRows(text), [text]);
  const textOf = useMemo(() => (index: number) => rows[index]?.text ?? '', [rows]);
  const lines = (rows.at(-1)?.line ?? 0) + 1;
  return (
    <div class={mono ? 'text-block mono' : 'text-block'}>
      <RowBlocks
        label={label}
        count={rows.length}
        textOf={textOf}
        total={sizeOf(lines, text.length)}
        row={(index) => (
          <bdi key={index} class="text-row">
            <TokenText tokens={[{ text: textOf(index) }]} />
          </bdi>
        )}
      />
    </div>
  );
}

/** As many lines; of a few that are long, as many characters. */
export function sizeOf(lines: number, chars: number): string {
  return chars / lines > 1000 ? `${chars.toLocaleString()} characters` : `${lines.toLocaleString()} lines`;
}
