import { useMemo, useState } from 'preact/hooks';
import { printJson } from '../text/print-json.ts';
import { CodeText } from './code-text.tsx';
import { CopyButton } from './copy-button.tsx';

/** The event as it travels; written out only when somebody looks. */
export function RawJson({ title, value }: { readonly title: string; readonly value: unknown }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="raw" open={isOpen} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{title}</summary>
      {isOpen && <Printed title={title} value={value} />}
    </details>
  );
}

function Printed({ title, value }: { readonly title: string; readonly value: unknown }) {
  const text = useMemo(() => printJson(value), [value]);
  return (
    <>
      <CopyButton text={text} label={`Copy: ${title}`}>
        Copy JSON
      </CopyButton>
      <CodeText text={text} language="json" label={title} />
    </>
  );
}
