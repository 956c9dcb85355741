import { useMemo } from 'preact/hooks';
import { type DiffRow, toDiffRows, toPairs } from '../text/diff-rows.ts';
import { countChanges, firstLines, type Hunk } from '../text/hunks.ts';
import { markTokens, type Token } from '../text/token.ts';
import { ChangeCount } from './change-count.tsx';
import { useHighlight } from './code-text.tsx';
import { diffLook, setDiffLook } from './diff-look.ts';
import { RowBlocks } from './row-blocks.tsx';
import { Segments } from './segments.tsx';
import { TokenText } from './token-text.tsx';

interface DiffProps {
  readonly hunks: readonly Hunk[];
  readonly language: string | undefined;
  readonly label: string;
}

/** Longer ones are shown in part: each line is held against others, and in its colours. */
const MAX_LINES = 4000;

const LOOKS = [
  ['unified', 'Unified'],
  ['split', 'Side by side'],
] as const;

/** What was changed: one below the other, or side by side. */
export function Diff({ hunks, language, label }: DiffProps) {
  const rows = useMemo(() => toDiffRows(firstLines(hunks, MAX_LINES)), [hunks]);
  const { added, removed } = useMemo(() => countChanges(hunks), [hunks]);
  const tokensOf = useDiffColors(rows, language);
  const isSplit = diffLook.value === 'split';
  return (
    <div class="diff">
      <div class="diff-head">
        <ChangeCount added={added} removed={removed} />
        <Segments
          label="How the changes are shown"
          isRoomyOnly
          choices={LOOKS}
          chosen={diffLook.value}
          onChoose={setDiffLook}
        />
      </div>
      <div class={isSplit ? 'diff-unified is-narrow-only' : 'diff-unified'}>
        <Unified rows={rows} tokensOf={tokensOf} label={label} />
      </div>
      {added + removed > MAX_LINES && <p class="note diff-note">Only the first lines; the raw event has them all.</p>}
      {isSplit && <Split rows={rows} tokensOf={tokensOf} label={label} />}
    </div>
  );
}

type TokensOf = (row: DiffRow) => readonly Token[];

interface RowsProps {
  readonly rows: readonly DiffRow[];
  readonly tokensOf: TokensOf;
  readonly label: string;
}

const SIGNS = { same: ' ', gone: '−', new: '+', gap: '' } as const;

function Unified({ rows, tokensOf, label }: RowsProps) {
  const hasNumbers = rows.some(({ oldLine, newLine }) => oldLine !== undefined || newLine !== undefined);
  const textOf = useMemo(() => (index: number) => rows[index]?.text ?? '', [rows]);
  const toRow = (index: number) => {
    const row = rows[index] as DiffRow;
    return (
      <div key={index} class={`diff-line diff-${row.kind}`}>
        {hasNumbers && <span class="line-no">{row.oldLine}</span>}
        {hasNumbers && <span class="line-no">{row.newLine}</span>}
        <DiffText row={row} tokensOf={tokensOf} />
      </div>
    );
  };
  const name = hasNumbers ? 'diff-rows mono has-numbers' : 'diff-rows mono';
  return <RowBlocks label={label} class={name} count={rows.length} textOf={textOf} row={toRow} />;
}

function Split({ rows, tokensOf, label }: RowsProps) {
  const pairs = useMemo(() => toPairs(rows), [rows]);
  const textOf = useMemo(
    () => (index: number) => `${pairs[index]?.left?.text ?? ''}\n${pairs[index]?.right?.text ?? ''}`,
    [pairs],
  );
  const toSide = (row: DiffRow | undefined, line: number | undefined) => (
    <div class={`diff-side diff-${row?.kind ?? 'none'}`}>
      <span class="line-no">{line}</span>
      {row !== undefined && <DiffText row={row} tokensOf={tokensOf} />}
    </div>
  );
  const toRow = (index: number) => (
    <div key={index} class="diff-pair">
      {toSide(pairs[index]?.left, pairs[index]?.left?.oldLine)}
      {toSide(pairs[index]?.right, pairs[index]?.right?.newLine)}
    </div>
  );
  return <RowBlocks label={label} class="diff-split mono" count={pairs.length} textOf={textOf} row={toRow} />;
}

function DiffText({ row, tokensOf }: { readonly row: DiffRow; readonly tokensOf: TokensOf }) {
  if (row.kind === 'gap') return <span class="diff-gap-text">⋯</span>;
  return (
    <>
      <span class="diff-sign">{SIGNS[row.kind]}</span>
      <bdi class="code-line-text">
        <TokenText tokens={markTokens(tokensOf(row), row.marks)} />
      </bdi>
    </>
  );
}

/** What stood there is one text to the highlighter, what stands there now another. */
function useDiffColors(rows: readonly DiffRow[], language: string | undefined): TokensOf {
  const [before, after] = useMemo(
    () => [
      rows.filter(({ kind }) => kind === 'gone' || kind === 'same'),
      rows.filter(({ kind }) => kind === 'new' || kind === 'same'),
    ],
    [rows],
  );
  const [oldLines, newLines] = useMemo(() => [before.map(toText), after.map(toText)], [before, after]);
  const oldPainted = useHighlight(oldLines, language);
  const newPainted = useHighlight(newLines, language);
  return useMemo(() => {
    const tokens = new Map<DiffRow, readonly Token[]>();
    for (const [index, row] of before.entries()) tokens.set(row, oldPainted[index] ?? [row]);
    for (const [index, row] of after.entries()) tokens.set(row, newPainted[index] ?? [row]);
    return (row: DiffRow) => tokens.get(row) ?? [{ text: row.text }];
  }, [before, after, oldPainted, newPainted]);
}

function toText({ text }: DiffRow): string {
  return text;
}
