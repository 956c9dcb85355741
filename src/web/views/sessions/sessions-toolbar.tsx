import type { SessionStateName } from '../../../shared/session-view.ts';
import { stateWord } from '../../components/lamp.tsx';
import { useDashboard } from '../../state/dashboard.ts';

interface SessionsToolbarProps {
  readonly text: string;
  readonly state: SessionStateName | undefined;
  readonly counts: Readonly<Record<SessionStateName, number>>;
  readonly total: number;
  readonly hidden: { readonly count: number; readonly isShown: boolean };
  readonly pinnedFirst: boolean;
}

const ORDER = ['waiting', 'working', 'idle', 'ended', 'lost'] as const;

export function SessionsToolbar({ text, state, counts, total, hidden, pinnedFirst }: SessionsToolbarProps) {
  const { narrow } = useDashboard();
  const chips = [
    { name: undefined, word: 'All', count: total },
    ...ORDER.map((name) => ({ name, word: stateWord(name), count: counts[name] })),
  ];
  return (
    <search class="toolbar">
      <input
        type="search"
        data-filter
        class="input"
        aria-label="Filter sessions"
        placeholder="Filter by project, prompt, tool …"
        value={text}
        onInput={({ currentTarget }) => narrow({ q: currentTarget.value })}
      />
      <fieldset class="chips">
        <legend class="unseen">State</legend>
        {chips.map(({ name, word, count }) => (
          <button
            key={word}
            type="button"
            class={`chip chip-${name ?? 'all'}`}
            aria-pressed={state === name}
            onClick={() => narrow({ state: name })}
          >
            {word} <span class="chip-count">{count.toLocaleString()}</span>
          </button>
        ))}
      </fieldset>
      <span class="toolbar-end">
        <a class="chip" href="/overview">
          What the last hour brought
        </a>
        <button
          type="button"
          class="chip"
          aria-pressed={pinnedFirst}
          onClick={() => narrow({ sort: pinnedFirst ? undefined : 'pinned' })}
        >
          Pinned first
        </button>
        {(hidden.count > 0 || hidden.isShown) && (
          <button
            type="button"
            class="chip"
            aria-pressed={hidden.isShown}
            onClick={() => narrow({ hidden: hidden.isShown ? undefined : 'show' })}
          >
            Show hidden <span class="chip-count">({hidden.count.toLocaleString()})</span>
          </button>
        )}
      </span>
    </search>
  );
}
