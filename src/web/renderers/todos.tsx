import { Markdown } from '../components/markdown.tsx';
import { toVisibleText } from '../components/visible-text.ts';
import { type Fields, fieldsOf, listOf, textOf, toCall } from './call.ts';
import type { DetailProps } from './detail-props.ts';
import { Outcome } from './outcome.tsx';
import { FieldList, Section } from './section.tsx';

const STATES: ReadonlyMap<string, readonly [sign: string, word: string]> = new Map([
  ['completed', ['✓', 'done']],
  ['in_progress', ['▸', 'at work']],
  ['pending', ['○', 'to do']],
  ['deleted', ['✕', 'dropped']],
]);

const MAX_ITEMS = 300;
const MAX_CHARS = 500;

/** A list of what is to be done, with what has changed since the one before. */
export function TodosCall(props: DetailProps) {
  const call = toCall(props);
  const todos = listOf(call.input.todos).map(fieldsOf);
  const before = new Map(
    listOf(call.response.oldTodos)
      .map(fieldsOf)
      .map(({ content, status }) => [content, status]),
  );
  const done = todos.filter(({ status }) => status === 'completed').length;
  return (
    <>
      <Section title="To do" aside={`${done.toLocaleString()} of ${todos.length.toLocaleString()} done`}>
        <ul class="todos">
          {todos.slice(0, MAX_ITEMS).map((todo, index) => (
            <Todo key={index} todo={todo} was={before.get(todo.content)} />
          ))}
        </ul>
        {todos.length > MAX_ITEMS && (
          <p class="note">And {(todos.length - MAX_ITEMS).toLocaleString()} more; the raw event has them.</p>
        )}
      </Section>
      <Outcome call={call} />
      <FieldList title="Options" fields={call.input} known={['todos']} />
    </>
  );
}

function Todo({ todo, was }: { readonly todo: Fields; readonly was: unknown }) {
  const status = textOf(todo.status) ?? 'pending';
  const isChanged = was !== undefined && was !== status;
  return (
    <li class={`todo todo-${STATES.has(status) ? status : 'pending'}`}>
      <State status={status} />
      <bdi class="todo-text">{toVisibleText((textOf(todo.content) ?? '').slice(0, MAX_CHARS))}</bdi>
      {isChanged && <span class="section-aside">was {wordOf(was)}</span>}
    </li>
  );
}

function State({ status }: { readonly status: string }) {
  const [sign] = STATES.get(status) ?? ['?'];
  return (
    <span class="todo-sign" role="img" aria-label={wordOf(status)} title={wordOf(status)}>
      {sign}
    </span>
  );
}

function wordOf(status: unknown): string {
  const text = textOf(status) ?? 'unknown';
  return STATES.get(text)?.[1] ?? toVisibleText(text.slice(0, 40));
}

const TASK_KNOWN = ['subject', 'description', 'taskId', 'status', 'activeForm'];

/** One task: TaskCreate, TaskUpdate. */
export function TaskCall(props: DetailProps) {
  const call = toCall(props);
  const { input, response } = call;
  const id = textOf(input.taskId) ?? textOf(fieldsOf(response.task).id);
  const subject = textOf(input.subject);
  const description = textOf(input.description);
  const change = fieldsOf(response.statusChange);
  const status = textOf(input.status) ?? (subject === undefined ? undefined : 'pending');
  return (
    <>
      <p class="lead todo">
        {status !== undefined && <State status={status} />}
        <bdi>
          {id !== undefined && `#${toVisibleText(id.slice(0, 40))} `}
          {subject !== undefined && toVisibleText(subject.slice(0, MAX_CHARS))}
        </bdi>
      </p>
      {change.from !== undefined && (
        <p class="note">
          {wordOf(change.from)} → {wordOf(change.to)}
        </p>
      )}
      {description !== undefined && <Markdown text={description} label="Description" />}
      <Outcome call={call} />
      <FieldList title="Options" fields={input} known={TASK_KNOWN} />
    </>
  );
}
