import { printCount } from '../../shared/print-count.ts';
import { printDuration } from '../../shared/print-duration.ts';
import { Markdown } from '../components/markdown.tsx';
import { toVisibleText } from '../components/visible-text.ts';
import { agentPath } from '../state/address.ts';
import { type Call, numberOf, saidIn, textOf, toCall } from './call.ts';
import type { DetailProps } from './detail-props.ts';
import { Outcome } from './outcome.tsx';
import { FieldList, Section } from './section.tsx';

const KNOWN = ['description', 'prompt', 'subagent_type'];

/** A sub-agent: what it was asked, and what it answered. */
export function AgentCall(props: DetailProps) {
  const call = toCall(props);
  const { input, output, response, session } = call;
  const prompt = textOf(input.prompt);
  const answer = saidIn(response.content) ?? saidIn(output);
  const id = textOf(response.agentId);
  return (
    <>
      <p class="lead">
        {toVisibleText((textOf(input.description) ?? 'A sub-agent').slice(0, 500))}{' '}
        <span class="section-aside">{toVisibleText((textOf(input.subagent_type) ?? '').slice(0, 100))}</span>
      </p>
      {id !== undefined && session !== undefined && (
        <p>
          <a href={agentPath(session, id)}>What it did</a>
        </p>
      )}
      {prompt !== undefined && (
        <Section title="Prompt">
          <Markdown text={prompt} label="Prompt" />
        </Section>
      )}
      {answer !== undefined && (
        <Section title="Answer" aside={costOf(call)}>
          <Markdown text={answer} label="Answer" />
        </Section>
      )}
      {response.isAsync === true && <p class="note">Goes on in the background.</p>}
      <Outcome call={call} />
      <FieldList title="Options" fields={input} known={KNOWN} />
    </>
  );
}

function costOf({ response }: Call): string {
  const calls = numberOf(response.totalToolUseCount);
  const tokens = numberOf(response.totalTokens);
  const ms = numberOf(response.totalDurationMs);
  return [
    calls !== undefined && printCount(calls, 'call'),
    tokens !== undefined && printCount(tokens, 'token'),
    ms !== undefined && printDuration(ms),
  ]
    .filter(Boolean)
    .join(' · ');
}
