import './files.css';
import { useEffect, useMemo } from 'preact/hooks';
import { Message } from '../../components/message.tsx';
import { Unread } from '../../components/unread.tsx';
import { VirtualList } from '../../components/virtual-list.tsx';
import { toVisibleText } from '../../components/visible-text.ts';
import { useDashboard } from '../../state/dashboard.ts';
import { createSessionFiles } from '../../state/session-files.ts';
import { FILE_SORTS, type FileItem, type FileSort, toItems } from '../../state/touched-file.ts';
import { useRetry } from '../../state/use-retry.ts';
import { FileRow } from './file-row.tsx';
import { FilesToolbar } from './files-toolbar.tsx';

/** The files that a session read and changed. */
export function FilesView() {
  const { client, feed, address, sessions } = useDashboard();
  const id = address.value.parts[0] ?? '';
  const { project, cwd } = sessions.byId.value.get(id) ?? {};
  const touched = useMemo(() => createSessionFiles(client, feed, id), [client, feed, id]);
  useEffect(() => touched.close, [touched]);
  const { value: error } = touched.error;
  const readAgain = () => void touched.reload();
  useRetry(error, readAgain);
  const { query } = address.value;
  const [text, group, opened] = [query.get('q') ?? '', query.get('group'), query.get('file') ?? undefined];
  const sort = parseSort(query.get('sort'));
  const isGrouped = group !== 'no';
  const files = touched.files.value;
  const root = project ?? cwd;
  const items = useMemo(
    () => toItems(files.values(), { text, sort, isGrouped, root }),
    [files, text, sort, isGrouped, root],
  );

  const toRow = (item: FileItem) =>
    item.kind === 'folder' ? (
      <h2 class="files-folder">
        <bdi>{toVisibleText(item.name.slice(0, 300)) || '.'}</bdi>
        <span class="quiet">{item.count.toLocaleString()}</span>
      </h2>
    ) : (
      <FileRow file={item.file} name={item.name} isOpen={item.key === opened} isIndented={isGrouped} />
    );
  return (
    <div class="files">
      <FilesToolbar files={files} text={text} sort={sort} isGrouped={isGrouped} />
      {touched.hasEarlier.value && !touched.isLoading.value && (
        <p class="files-note">
          Earlier ones are not counted yet.{' '}
          <button type="button" class="button button-small" onClick={() => void touched.loadEarlier()}>
            Count more
          </button>
        </p>
      )}
      {files.size === 0 && error !== undefined ? (
        <Unread what="What was touched" error={error} onRetry={readAgain} />
      ) : items.length === 0 ? (
        <Nothing isLoading={touched.isLoading.value} isNarrowed={files.size > 0} />
      ) : (
        <VirtualList
          label="Files touched"
          items={items}
          keyOf={({ key }) => key}
          row={toRow}
          rowHeight={34}
          startKey={opened}
        />
      )}
    </div>
  );
}

function Nothing({ isLoading, isNarrowed }: { readonly isLoading: boolean; readonly isNarrowed: boolean }) {
  const { narrow } = useDashboard();
  if (isLoading) return <div class="loading" role="status" aria-label="Reading what was touched" />;
  if (!isNarrowed) {
    return (
      <Message title="No file was touched.">
        <p>Files that commands read or change are not told of; those of Read, Edit, Write and their like are.</p>
      </Message>
    );
  }
  return (
    <Message title="No file is called that.">
      <button type="button" class="button" onClick={() => narrow({ q: undefined })}>
        Show all files
      </button>
    </Message>
  );
}

function parseSort(text: string | null): FileSort {
  return text !== null && Object.hasOwn(FILE_SORTS, text) ? (text as FileSort) : 'last';
}
