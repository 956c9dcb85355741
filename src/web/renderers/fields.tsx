import { isObject } from '../../shared/wire.ts';
import { TextBlock } from '../components/text-block.tsx';
import { toVisibleText } from '../components/visible-text.ts';
import type { DetailProps } from './registry.ts';

/** What stands above all details already, or says where Claude Code keeps its own files. */
const CONTEXT = new Set([
  ...['session_id', 'transcript_path', 'cwd', 'hook_event_name', 'prompt_id', 'permission_mode', 'effort'],
  ...[
    'agent_id',
    'agent_type',
    'agent_transcript_path',
    'tool_name',
    'tool_use_id',
    'tool_input',
    'tool_response',
    'duration_ms',
  ],
]);

/** Whatever it is: what went in, what came out, and all the rest by name. */
export function Fields({ first, last }: DetailProps) {
  const { tool_input: input } = first.data;
  const { tool_response: output, ...ending } = last?.data ?? first.data;
  const rest = Object.entries(ending).filter(([name]) => !CONTEXT.has(name));
  return (
    <>
      {input !== undefined && <Section title="Input" value={input} />}
      {output !== undefined && <Section title="Output" value={output} />}
      {rest.length > 0 && <Section title="More" value={Object.fromEntries(rest)} />}
    </>
  );
}

function Section({ title, value }: { readonly title: string; readonly value: unknown }) {
  const entries = isObject(value) ? Object.entries(value) : undefined;
  return (
    <section class="fields">
      <h3>{title}</h3>
      {entries === undefined ? (
        <Value value={value} />
      ) : (
        entries.map(([name, one]) => <Field key={name} name={name} value={one} />)
      )}
    </section>
  );
}

function Field({ name, value }: { readonly name: string; readonly value: unknown }) {
  return (
    <div class="field">
      <bdi class="field-name">{toVisibleText(name)}</bdi>
      <Value value={value} />
    </div>
  );
}

function Value({ value }: { readonly value: unknown }) {
  return <TextBlock text={typeof value === 'string' ? value : (JSON.stringify(value, undefined, 2) ?? 'nothing')} />;
}
