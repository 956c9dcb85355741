import { toVisibleText } from '../components/visible-text.ts';
import { type Fields, fieldsOf, listOf, textOf, toCall } from './call.ts';
import type { DetailProps } from './detail-props.ts';
import { Outcome } from './outcome.tsx';
import { FieldList, Section } from './section.tsx';

const MAX_ITEMS = 50;
const MAX_CHARS = 2000;

/** What the human was asked, and what they chose. */
export function QuestionCall(props: DetailProps) {
  const call = toCall(props);
  const answers = fieldsOf(call.response.answers ?? call.input.answers);
  const questions = listOf(call.input.questions).map(fieldsOf);
  return (
    <>
      {questions.slice(0, MAX_ITEMS).map((question, index) => (
        <Question key={index} question={question} answer={answerTo(question, answers)} />
      ))}
      <Outcome call={call} />
      <FieldList title="Options" fields={call.input} known={['questions', 'answers']} />
    </>
  );
}

interface QuestionProps {
  readonly question: Fields;
  readonly answer: string | undefined;
}

function Question({ question, answer }: QuestionProps) {
  const options = listOf(question.options).map(fieldsOf).slice(0, MAX_ITEMS);
  const chosen = (answer ?? '').split(', ');
  const isOwn = answer !== undefined && !options.some(({ label }) => chosen.includes(String(label)));
  return (
    <Section title={toVisibleText((textOf(question.header) ?? 'Question').slice(0, 100))}>
      <p>
        <bdi>{shown(question.question)}</bdi>
      </p>
      <ul class="todos">
        {options.map(({ label, description }, index) => (
          <li key={index} class={chosen.includes(String(label)) ? 'todo is-chosen' : 'todo'}>
            <span class="todo-sign" role="img" aria-label={chosen.includes(String(label)) ? 'chosen' : 'not chosen'}>
              {chosen.includes(String(label)) ? '●' : '○'}
            </span>
            <bdi>
              {shown(label)}
              {description !== undefined && <span class="section-aside">{shown(description)}</span>}
            </bdi>
          </li>
        ))}
      </ul>
      {isOwn && (
        <p class="note">
          Answered: <bdi>{shown(answer)}</bdi>
        </p>
      )}
    </Section>
  );
}

function answerTo(question: Fields, answers: Fields): string | undefined {
  const text = textOf(question.question);
  return text !== undefined && Object.hasOwn(answers, text) ? textOf(answers[text]) : undefined;
}

function shown(value: unknown): string {
  return toVisibleText((textOf(value) ?? '').slice(0, MAX_CHARS));
}
