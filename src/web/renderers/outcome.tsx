import { TerminalText } from '../components/terminal-text.tsx';
import type { Call } from './call.ts';
import { Section } from './section.tsx';

/** What became of a call that did not end well; of one without an end that none is known. */
export function Outcome({ call }: { readonly call: Call }) {
  if (call.error !== undefined) return <Failure error={call.error} isInterrupted={call.isInterrupted} />;
  if (call.isInterrupted) return <p class="note is-bad">Interrupted.</p>;
  return call.isOpen ? <p class="note">No answer yet.</p> : null;
}

const EXIT = /^Exit code (-?\d+)\n?/;

/** Why a call failed; of a command the code apart from what it wrote. */
function Failure({ error, isInterrupted }: { readonly error: string; readonly isInterrupted: boolean }) {
  const code = EXIT.exec(error);
  const text = code === null ? error : error.slice(code[0].length);
  const aside = [code && `exit code ${code[1]}`, isInterrupted && 'interrupted'].filter(Boolean).join(', ');
  return (
    <Section title="Failed" aside={aside === '' ? undefined : <span class="is-bad">{aside}</span>}>
      {text !== '' && <TerminalText text={text} label="Why it failed" isError />}
    </Section>
  );
}
