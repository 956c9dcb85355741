import { toVisibleText } from '../components/visible-text.ts';
import { AnyDetail } from './any-detail.tsx';
import { type Fields, fieldsOf, listOf, textOf } from './call.ts';
import type { DetailProps } from './detail-props.ts';
import { Section } from './section.tsx';
import { findToolRenderer } from './tool-renderers.ts';

const MAX_SUGGESTIONS = 50;

/** What is asked for, as the call itself would be shown, and which rules would spare the question. */
export function PermissionEvent(props: DetailProps) {
  const { data } = props.first;
  const suggestions = listOf(data.permission_suggestions).map(fieldsOf);
  return (
    <>
      <p class="note is-attention">
        Asks for permission to use <bdi>{toVisibleText(String(data.tool_name).slice(0, 200))}</bdi>.
      </p>
      <AnyDetail {...props} load={findToolRenderer(props.first)} />
      {suggestions.length > 0 && (
        <Section title="Suggested rules">
          <ul class="todos">
            {suggestions.slice(0, MAX_SUGGESTIONS).map((suggestion, index) => (
              <li key={index} class="todo">
                <bdi>{toVisibleText(sayRule(suggestion))}</bdi>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

function sayRule({ type, behavior, rules, mode, directories, destination }: Fields): string {
  const named = listOf(rules)
    .map(fieldsOf)
    .map(
      ({ toolName, ruleContent }) => `${shown(toolName)}${ruleContent === undefined ? '' : `(${shown(ruleContent)})`}`,
    );
  const what = [shown(behavior) || shown(type), ...named, shown(mode), ...listOf(directories).map(shown)];
  return [what.filter(Boolean).join(' '), shown(destination)].filter(Boolean).join(' → ');
}

function shown(value: unknown): string {
  return (textOf(value) ?? '').slice(0, 300);
}
