import { useEffect, useRef } from 'preact/hooks';
import type { SessionView } from '../../shared/session-view.ts';
import { useDashboard } from '../state/dashboard.ts';
import { rename, renaming } from '../state/labels.ts';

/** As many as the daemon takes. */
const MAX_CHARS = 200;

/** In place of a session's name. Enter keeps what is written, Escape and going elsewhere leave it as it was. */
export function RenameField({ session: { id, name, title } }: { readonly session: SessionView }) {
  const dashboard = useDashboard();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const leave = (): void => {
    if (renaming.value === id) renaming.value = undefined;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation(); // not for the list, nor for the page
    if (event.key === 'Enter') void rename(dashboard, id, field.current?.value ?? '');
    if (event.key === 'Escape') leave();
  };
  return (
    <input
      ref={field}
      type="text"
      class="input rename-field"
      aria-label="Name of the session"
      placeholder={title ?? 'Its last prompt'}
      maxLength={MAX_CHARS}
      autocomplete="off"
      defaultValue={name ?? ''}
      onKeyDown={onKeyDown}
      onBlur={leave}
    />
  );
}
