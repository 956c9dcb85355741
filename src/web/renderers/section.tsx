import type { ComponentChildren } from 'preact';
import { TextBlock } from '../components/text-block.tsx';
import { TokenText } from '../components/token-text.tsx';
import { toVisibleText } from '../components/visible-text.ts';
import { printJson } from '../text/print-json.ts';

interface SectionProps {
  readonly title: string;
  /** Said beside the title: how much, how long. */
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** A part of a detail under its name. */
export function Section({ title, aside, children }: SectionProps) {
  return (
    <section class="fields">
      <h3>
        {title}
        {aside !== undefined && aside !== '' && <span class="section-aside">{aside}</span>}
      </h3>
      {children}
    </section>
  );
}

interface FieldListProps {
  readonly title: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Shown already. */
  readonly known?: readonly string[];
}

/** What is left, by name; nothing when that is nothing. */
export function FieldList({ title, fields, known = [] }: FieldListProps) {
  const entries = Object.entries(fields).filter(([name, value]) => !known.includes(name) && value !== undefined);
  if (entries.length === 0) return null;
  return (
    <Section title={title}>
      {entries.slice(0, MAX_FIELDS).map(([name, value]) => (
        <Field key={name} name={name} value={value} />
      ))}
      {entries.length > MAX_FIELDS && (
        <p class="quiet">And {(entries.length - MAX_FIELDS).toLocaleString()} more; the raw event has them.</p>
      )}
    </Section>
  );
}

const MAX_FIELDS = 60;
const MAX_NAME_CHARS = 200;
const MAX_SHORT_CHARS = 48;

/** What is short stands beside its name. */
function Field({ name, value }: { readonly name: string; readonly value: unknown }) {
  const short = shortOf(value);
  return (
    <div class={short === undefined ? 'field' : 'field is-short'}>
      <bdi class="field-name">{toVisibleText(name.slice(0, MAX_NAME_CHARS))}</bdi>
      {short === undefined ? (
        <Value value={value} />
      ) : (
        <bdi class="field-value">
          <TokenText tokens={[{ text: short }]} />
        </bdi>
      )}
    </div>
  );
}

function shortOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value.length <= MAX_SHORT_CHARS && !/\s/.test(value) ? value : undefined;
  return typeof value === 'object' ? undefined : String(value);
}

export function Value({ value }: { readonly value: unknown }) {
  return <TextBlock text={typeof value === 'string' ? value : printJson(value ?? null)} />;
}
