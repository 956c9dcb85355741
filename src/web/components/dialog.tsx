import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface DialogProps {
  readonly label: string;
  readonly class?: string;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

/** The browser's own: it holds the focus inside, gives it back, and closes with Escape. */
export function Dialog({ label, class: name = '', onClose, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const onClick = (event: MouseEvent): void => {
    if (event.target === dialog.current) onClose(); // the backdrop
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape does the same, by itself
    <dialog ref={dialog} class={`dialog ${name}`} aria-label={label} onClose={onClose} onClick={onClick}>
      <div class="dialog-body">{children}</div>
    </dialog>
  );
}
