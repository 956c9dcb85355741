import type { ComponentChildren } from 'preact';
import { CopyButton } from './copy-button.tsx';

interface MessageProps {
  readonly title: string;
  readonly children?: ComponentChildren;
  /** What to type into a terminal. */
  readonly command?: string;
}

/** What stands where there is nothing to show: why, and what to do about it. */
export function Message({ title, children, command }: MessageProps) {
  return (
    <div class="message">
      <h2>{title}</h2>
      {children}
      {command !== undefined && (
        <p class="command">
          <code>{command}</code>
          <CopyButton text={command} label={`Copy the command ${command}`} />
        </p>
      )}
    </div>
  );
}
