import { ChangeCount } from '../../components/change-count.tsx';
import { Time } from '../../components/time.tsx';
import { toVisibleText } from '../../components/visible-text.ts';
import { useDashboard } from '../../state/dashboard.ts';
import type { TouchedFile } from '../../state/touched-file.ts';
import { FileChanges } from './file-changes.tsx';

interface FileRowProps {
  readonly file: TouchedFile;
  readonly name: string;
  readonly isOpen: boolean;
  readonly isIndented: boolean;
}

const MAX_CHARS = 400;
const MAX_AGENTS = 3;

/** A file in one line, and on wish everything that was done to it. */
export function FileRow({ file, name, isOpen, isIndented }: FileRowProps) {
  const { narrow } = useDashboard();
  const { path, reads, edits, writes, added, removed, lastAt } = file;
  return (
    <div class={isOpen ? 'file is-open' : 'file'}>
      <button
        type="button"
        class={isIndented ? 'file-line is-indented' : 'file-line'}
        aria-expanded={isOpen}
        onClick={() => narrow({ file: isOpen ? undefined : path })}
      >
        <span class="file-name" title={toVisibleText(path.slice(0, MAX_CHARS))}>
          <bdi>{toVisibleText(name.slice(0, MAX_CHARS))}</bdi>
        </span>
        <span class="file-counts">
          <Count count={reads} what="read" />
          <Count count={edits} what="edit" />
          <Count count={writes} what="write" />
        </span>
        <span class="file-lines">{edits + writes > 0 && <ChangeCount added={added} removed={removed} />}</span>
        <span class="file-who">{whoOf(file)}</span>
        <span class="file-at">
          <Time at={lastAt} withDay />
        </span>
      </button>
      {isOpen && <FileChanges file={file} />}
    </div>
  );
}

function Count({ count, what }: { readonly count: number; readonly what: string }) {
  if (count === 0) return null;
  return (
    <span>
      {count.toLocaleString()} {what}
      {count === 1 ? '' : 's'}
    </span>
  );
}

/** Nothing where it was the main thread alone. */
function whoOf({ touches }: TouchedFile): string {
  const types = new Set(
    touches.map(({ agentId, agentType }) => (agentId === undefined ? 'main' : (agentType ?? 'agent'))),
  );
  if (types.size === 1 && types.has('main')) return '';
  const names = [...types].map((type) => toVisibleText(type.slice(0, 60)));
  return names.length > MAX_AGENTS ? `${names.slice(0, MAX_AGENTS).join(', ')} …` : names.join(', ');
}
