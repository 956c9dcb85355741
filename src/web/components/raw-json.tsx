import { useState } from 'preact/hooks';
import { CopyButton } from './copy-button.tsx';
import { TextBlock } from './text-block.tsx';

/** The event as it travels; written out only when somebody looks. */
export function RawJson({ title, value }: { readonly title: string; readonly value: unknown }) {
  const [isOpen, setOpen] = useState(false);
  const print = () => JSON.stringify(value, undefined, 2);
  return (
    <details class="raw" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{title}</summary>
      {isOpen && (
        <>
          <CopyButton text={print} label={`Copy: ${title}`}>
            Copy JSON
          </CopyButton>
          <TextBlock text={print()} />
        </>
      )}
    </details>
  );
}
