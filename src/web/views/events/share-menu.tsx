import { CopyButton } from '../../components/copy-button.tsx';
import { Drop } from '../../components/drop.tsx';
import { toExportCommand } from '../../state/export-command.ts';
import type { EventNarrowing } from '../../state/narrowing.ts';

/** Takes what is shown elsewhere: as a link, or as a file by a command. */
export function ShareMenu({ narrowing }: { readonly narrowing: EventNarrowing }) {
  const command = toExportCommand(narrowing);
  return (
    <Drop label="Share" name="Share" class="share-menu">
      {() => (
        <>
          <h3>Link</h3>
          <div class="drop-row">
            <p class="quiet">Opens what you see here, in a browser that was let in.</p>
            <CopyButton text={() => location.href} label="Copy the link">
              Copy link
            </CopyButton>
          </div>
          <h3>Export</h3>
          <div class="drop-row">
            <code class="share-command">{command}</code>
            <CopyButton text={command} label="Copy the command that exports these events">
              Copy command
            </CopyButton>
          </div>
        </>
      )}
    </Drop>
  );
}
