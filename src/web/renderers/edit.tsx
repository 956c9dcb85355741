import { CodeText } from '../components/code-text.tsx';
import { Diff } from '../components/diff.tsx';
import { changeOf } from '../state/file-change.ts';
import { languageOf } from '../text/language-of.ts';
import { toCall } from './call.ts';
import type { DetailProps } from './detail-props.ts';
import { Outcome } from './outcome.tsx';
import { PathLine } from './path-line.tsx';
import { FieldList, Section } from './section.tsx';

const KNOWN = [
  ...['file_path', 'notebook_path', 'old_string', 'new_string', 'content', 'edits', 'new_source'],
  ...['cell_id', 'cell_type', 'edit_mode'],
];

/** A change to a file: Edit, MultiEdit, Write, NotebookEdit. */
export function EditCall(props: DetailProps) {
  const call = toCall(props);
  const { input, response } = call;
  const change = changeOf(props.first.data.tool_name, input, response);
  const language = change.language ?? languageOf(change.path);
  return (
    <>
      <PathLine path={change.path} cwd={call.cwd} session={call.session} />
      {change.note !== undefined && <p class="note">{change.note}</p>}
      {change.hunks.length > 0 && <Diff hunks={change.hunks} language={language} label="Changes" />}
      {change.content !== undefined && (
        <Section title="Content">
          <CodeText text={change.content} language={language} label="Content" firstLine={1} />
        </Section>
      )}
      <Outcome call={call} />
      <FieldList title="Options" fields={input} known={KNOWN} />
    </>
  );
}
