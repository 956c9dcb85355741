import { useMemo } from 'preact/hooks';
import { ComboBox, type Option } from '../../components/combo-box.tsx';
import { toVisibleText } from '../../components/visible-text.ts';
import { useDashboard } from '../../state/dashboard.ts';
import { createEventNames } from '../../state/event-names.ts';
import { type EventNarrowing, withValue } from '../../state/narrowing.ts';
import { allSuggestions, FACET_WORDS, type Suggestion, suggest } from '../../state/suggest.ts';

interface Choice extends Option {
  readonly suggestion: Suggestion;
}

const MAX_CHARS = 120;

/** Narrows by a value that there is: a tool, a project, how a call ended … */
export function FilterField({ narrowing }: { readonly narrowing: EventNarrowing }) {
  const { client, sessions, narrow } = useDashboard();
  const names = useMemo(() => createEventNames(client), [client]);
  const optionsFor = (typed: string): Choice[] =>
    suggest(allSuggestions(names.known.value, sessions.byId.peek().values()), typed).map(toChoice);
  return (
    <ComboBox
      label="Filter by"
      placeholder="Filter by tool, project, outcome …"
      optionsFor={optionsFor}
      onFocus={names.ask}
      onChoose={({ suggestion: { facet, value } }) => narrow(withValue(narrowing, facet, value))}
    />
  );
}

function toChoice(suggestion: Suggestion): Choice {
  const { facet, value, label, aside } = suggestion;
  const shown = (text: string) => toVisibleText(text.slice(0, MAX_CHARS));
  const told = aside === undefined ? {} : { aside: shown(aside) };
  return { key: `${facet} ${value}`, kind: FACET_WORDS[facet], label: shown(label), ...told, suggestion };
}
