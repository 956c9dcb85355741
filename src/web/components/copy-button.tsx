import { say, warn } from '../state/notices.ts';

interface CopyButtonProps {
  readonly text: string | (() => string);
  readonly label: string;
  readonly children?: preact.ComponentChildren;
}

export function CopyButton({ text, label, children = 'Copy' }: CopyButtonProps) {
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(typeof text === 'string' ? text : text());
      say('Copied.');
    } catch {
      warn('The browser does not let the page copy. Select the text instead.');
    }
  };
  return (
    <button type="button" class="button button-small" aria-label={label} onClick={() => void copy()}>
      {children}
    </button>
  );
}
