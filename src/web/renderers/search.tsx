import { printCount } from '../../shared/print-count.ts';
import { TextBlock } from '../components/text-block.tsx';
import { toVisibleText } from '../components/visible-text.ts';
import { type Call, listOf, numberOf, saidIn, textOf, toCall } from './call.ts';
import type { DetailProps } from './detail-props.ts';
import { Outcome } from './outcome.tsx';
import { PathLine } from './path-line.tsx';
import { FieldList, Section } from './section.tsx';

const KNOWN = ['pattern', 'path'];

/** A search through files or in them, and what was found: Grep, Glob, LS. */
export function SearchCall(props: DetailProps) {
  const call = toCall(props);
  const pattern = textOf(call.input.pattern);
  const path = textOf(call.input.path);
  return (
    <>
      {pattern !== undefined && (
        <p class="lead">
          <code class="pattern">{toVisibleText(pattern.slice(0, 2000))}</code>
        </p>
      )}
      {path !== undefined && <PathLine path={path} cwd={call.cwd} session={undefined} />}
      <FieldList title="Options" fields={call.input} known={KNOWN} />
      <Found call={call} />
      <Outcome call={call} />
    </>
  );
}

function Found({ call: { output, response, cwd } }: { readonly call: Call }) {
  const files = listOf(response.filenames).filter((name) => typeof name === 'string');
  const content = textOf(response.content) ?? saidIn(output);
  if (output === undefined) return null;
  const count = numberOf(response.numFiles) ?? files.length;
  const aside = content === undefined ? printCount(count, 'file') : undefined;
  const text = content ?? files.map((name) => withoutFolder(name, cwd)).join('\n');
  return (
    <Section title="Found" aside={response.truncated === true ? `${aside ?? ''}, and more` : aside}>
      {text === '' ? <p class="note">Nothing.</p> : <TextBlock text={text} label="Found" />}
    </Section>
  );
}

function withoutFolder(name: string, cwd: string | undefined): string {
  return cwd !== undefined && name.startsWith(`${cwd}/`) ? name.slice(cwd.length + 1) : name;
}
