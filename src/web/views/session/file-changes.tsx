import { useState } from 'preact/hooks';
import { CopyButton } from '../../components/copy-button.tsx';
import { toVisibleText } from '../../components/visible-text.ts';
import type { TouchedFile } from '../../state/touched-file.ts';
import { FileTouch } from './file-touch.tsx';

/** So many at first, and with each wish for more: each has its diff read. */
const STEP = 10;
const MAX_CHARS = 1000;

/** What was done to a file, one after the other. */
export function FileChanges({ file: { path, touches } }: { readonly file: TouchedFile }) {
  const [from, setFrom] = useState(Math.max(0, touches.length - STEP));
  return (
    <div class="file-changes">
      <p class="path-line">
        <bdi class="path">{toVisibleText(path.slice(0, MAX_CHARS))}</bdi>
        <CopyButton text={path} label="Copy the path" />
      </p>
      {from > 0 && (
        <button type="button" class="more" onClick={() => setFrom(Math.max(0, from - STEP))}>
          Show {Math.min(STEP, from)} earlier of {from.toLocaleString()}
        </button>
      )}
      {touches.slice(from).map((touch) => (
        <FileTouch key={touch.seq} touch={touch} />
      ))}
    </div>
  );
}
