import { fieldsOf } from './call.ts';
import type { DetailProps } from './detail-props.ts';
import { FieldList, Section, Value } from './section.tsx';

/** What stands above all details already, or says where Claude Code keeps its own files. */
const CONTEXT = [
  ...['session_id', 'transcript_path', 'cwd', 'hook_event_name', 'prompt_id', 'permission_mode', 'effort'],
  ...['agent_id', 'agent_type', 'agent_transcript_path', 'tool_name', 'tool_use_id'],
  ...['tool_input', 'tool_response', 'duration_ms'],
];

/** Whatever it is: what went in, what came out, and all the rest by name. */
export function Fields({ first, last }: DetailProps) {
  const { tool_input: input } = first.data;
  const { tool_response: output, ...ending } = last?.data ?? first.data;
  return (
    <>
      {input !== undefined && <OneOrMany title="Input" value={input} />}
      {output !== undefined && <OneOrMany title="Output" value={output} />}
      <FieldList title="More" fields={ending} known={CONTEXT} />
    </>
  );
}

function OneOrMany({ title, value }: { readonly title: string; readonly value: unknown }) {
  const fields = fieldsOf(value);
  if (Object.keys(fields).length > 0) return <FieldList title={title} fields={fields} />;
  return (
    <Section title={title}>
      <Value value={value} />
    </Section>
  );
}
