import { Markdown } from '../components/markdown.tsx';
import { saidIn, textOf, toCall } from './call.ts';
import type { DetailProps } from './detail-props.ts';
import { Outcome } from './outcome.tsx';
import { FieldList, Section } from './section.tsx';

/** A plan that its user is to agree to. */
export function PlanCall(props: DetailProps) {
  const call = toCall(props);
  const { input, output, response } = call;
  const plan = textOf(input.plan) ?? textOf(response.plan) ?? saidIn(output);
  return (
    <>
      {plan !== undefined && (
        <Section title="Plan">
          <Markdown text={plan} label="Plan" />
        </Section>
      )}
      <Outcome call={call} />
      <FieldList title="Options" fields={input} known={['plan']} />
    </>
  );
}
