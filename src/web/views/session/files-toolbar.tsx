import { printCount } from '../../../shared/print-count.ts';
import { ChangeCount } from '../../components/change-count.tsx';
import { useDashboard } from '../../state/dashboard.ts';
import { FILE_SORTS, type FileSort, type TouchedFile } from '../../state/touched-file.ts';

interface FilesToolbarProps {
  readonly files: ReadonlyMap<string, TouchedFile>;
  readonly text: string;
  readonly sort: FileSort;
  readonly isGrouped: boolean;
}

export function FilesToolbar({ files, text, sort, isGrouped }: FilesToolbarProps) {
  const { narrow } = useDashboard();
  const all = [...files.values()];
  const changed = all.filter(({ edits, writes }) => edits + writes > 0).length;
  return (
    <div class="toolbar files-toolbar">
      <input
        class="input"
        type="search"
        data-filter
        placeholder="Filter files"
        aria-label="Filter files"
        value={text}
        onInput={({ currentTarget }) => narrow({ q: currentTarget.value })}
      />
      <label class="labelled">
        Sort by
        <select
          class="input"
          value={sort}
          onChange={({ currentTarget }) =>
            narrow({ sort: currentTarget.value === 'last' ? undefined : currentTarget.value })
          }
        >
          {Object.entries(FILE_SORTS).map(([name, title]) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        class="chip"
        aria-pressed={isGrouped}
        onClick={() => narrow({ group: isGrouped ? 'no' : undefined })}
      >
        By folder
      </button>
      <p class="files-sum quiet">
        {printCount(files.size, 'file')}, {changed.toLocaleString()} changed{' '}
        <ChangeCount added={total(all, 'added')} removed={total(all, 'removed')} />
      </p>
    </div>
  );
}

function total(files: readonly TouchedFile[], name: 'added' | 'removed'): number {
  return files.reduce((sum, file) => sum + file[name], 0);
}
