import { CodeText } from '../components/code-text.tsx';
import { CopyButton } from '../components/copy-button.tsx';
import { TerminalText } from '../components/terminal-text.tsx';
import { toVisibleText } from '../components/visible-text.ts';
import { type Call, saidIn, textOf, toCall } from './call.ts';
import type { DetailProps } from './detail-props.ts';
import { Outcome } from './outcome.tsx';
import { FieldList, Section } from './section.tsx';

const KNOWN = ['command', 'description'];

/** A command, and what it wrote. */
export function BashCall(props: DetailProps) {
  const call = toCall(props);
  const { input } = call;
  const command = textOf(input.command) ?? '';
  const description = textOf(input.description);
  return (
    <>
      {description !== undefined && <p class="lead">{toVisibleText(description.slice(0, 1000))}</p>}
      <Section title="Command" aside={<CopyButton text={command} label="Copy the command" />}>
        <CodeText text={command} language="bash" label="Command" />
      </Section>
      <Written call={call} />
      <Outcome call={call} />
      <EndedWell call={call} />
      <FieldList title="Options" fields={input} known={KNOWN} />
    </>
  );
}

function Written({ call: { output, response } }: { readonly call: Call }) {
  const stdout = textOf(response.stdout) ?? saidIn(output);
  const stderr = textOf(response.stderr);
  const background = textOf(response.backgroundTaskId);
  const meaning = textOf(response.returnCodeInterpretation);
  const isSilent = output !== undefined && stdout === undefined && stderr === undefined;
  return (
    <>
      {background !== undefined && (
        <p class="note">
          Goes on in the background as <code>{toVisibleText(background)}</code>.
        </p>
      )}
      {response.isImage === true && <p class="note">The output is a picture.</p>}
      {stdout !== undefined && response.isImage !== true && (
        <Section title="Output">
          <TerminalText text={stdout} label="Output" />
        </Section>
      )}
      {stderr !== undefined && (
        <Section title="Standard error">
          <TerminalText text={stderr} label="Standard error" isError />
        </Section>
      )}
      {isSilent && background === undefined && <p class="note">It wrote nothing.</p>}
      {meaning !== undefined && <p class="note">{toVisibleText(meaning)}</p>}
    </>
  );
}

/** Its exit code is told of a failure only. What goes on has not ended, and what has a meaning of its own says that. */
function EndedWell({ call: { isDone, response } }: { readonly call: Call }) {
  const isPlain = response.backgroundTaskId === undefined && response.returnCodeInterpretation === undefined;
  return isDone && isPlain ? <p class="note">Ended well.</p> : null;
}
