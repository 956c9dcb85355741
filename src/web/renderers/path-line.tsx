import { shortPath } from '../../shared/place-name.ts';
import { CopyButton } from '../components/copy-button.tsx';
import { TokenText } from '../components/token-text.tsx';
import { toVisibleText } from '../components/visible-text.ts';
import { sessionPath } from '../state/address.ts';

interface PathLineProps {
  readonly path: string;
  readonly cwd: string | undefined;
  readonly session: string | undefined;
}

const MAX_CHARS = 1000;

/** Where a file is, and what else became of it. */
export function PathLine({ path, cwd, session }: PathLineProps) {
  return (
    <p class="path-line">
      <bdi class="path" title={toVisibleText(path.slice(0, MAX_CHARS))}>
        <TokenText tokens={[{ text: shortPath(path, cwd).slice(0, MAX_CHARS) }]} />
      </bdi>
      <span class="path-actions">
        <CopyButton text={path} label="Copy the path" />
        {session !== undefined && <a href={filePath(session, path)}>All its changes</a>}
      </span>
    </p>
  );
}

/** A file among those that a session touched. */
function filePath(session: string, path: string): string {
  return `${sessionPath(session)}?show=files&file=${encodeURIComponent(path.toWellFormed())}`;
}
