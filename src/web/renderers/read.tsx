import { printCount } from '../../shared/print-count.ts';
import { CodeText } from '../components/code-text.tsx';
import { languageOf } from '../text/language-of.ts';
import { type Call, type Fields, fieldsOf, numberOf, saidIn, textOf, toCall } from './call.ts';
import type { DetailProps } from './detail-props.ts';
import { Outcome } from './outcome.tsx';
import { PathLine } from './path-line.tsx';
import { Picture } from './picture.tsx';
import { FieldList, Section } from './section.tsx';

const KNOWN = ['file_path'];

/** A file, and what was read of it. */
export function ReadCall(props: DetailProps) {
  const call = toCall(props);
  const path = textOf(call.input.file_path) ?? '';
  return (
    <>
      <PathLine path={path} cwd={call.cwd} session={call.session} />
      <Content call={call} path={path} />
      <Outcome call={call} />
      <FieldList title="Options" fields={call.input} known={KNOWN} />
    </>
  );
}

function Content({ call: { response, output }, path }: { readonly call: Call; readonly path: string }) {
  const file = fieldsOf(response.file);
  if (response.type === 'image') return <Picture type={file.type} base64={file.base64} />;
  if (response.type === 'file_unchanged') return <p class="note">The file was as it had been read before.</p>;
  const content = textOf(file.content) ?? saidIn(output);
  if (content === undefined) {
    return output === undefined ? null : <FieldList title="Answer" fields={response} />;
  }
  return (
    <Section title="Content" aside={excerptOf(file)}>
      <CodeText text={content} language={languageOf(path)} label="Content" firstLine={numberOf(file.startLine) ?? 1} />
    </Section>
  );
}

function excerptOf(file: Fields): string | undefined {
  const [lines, total, start = 1] = [numberOf(file.numLines), numberOf(file.totalLines), numberOf(file.startLine)];
  if (lines === undefined) return undefined;
  if (total === undefined || lines >= total) return printCount(lines, 'line');
  return `lines ${start.toLocaleString()} to ${(start + lines - 1).toLocaleString()} of ${total.toLocaleString()}`;
}
