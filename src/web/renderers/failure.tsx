import { TerminalText } from '../components/terminal-text.tsx';
import { Section } from './section.tsx';

const EXIT = /^Exit code (-?\d+)\n?/;

/** Why a call failed; of a command the code apart from what it wrote. */
export function Failure({ error, isInterrupted }: { readonly error: string; readonly isInterrupted: boolean }) {
  const code = EXIT.exec(error);
  const text = code === null ? error : error.slice(code[0].length);
  const aside = [code && `exit code ${code[1]}`, isInterrupted && 'interrupted'].filter(Boolean).join(', ');
  return (
    <Section title="Failed" aside={aside === '' ? undefined : <span class="is-bad">{aside}</span>}>
      {text !== '' && <TerminalText text={text} label="Why it failed" isError />}
    </Section>
  );
}
