import uFuzzy from '@leeoniya/ufuzzy';
import { useMemo, useState } from 'preact/hooks';
import { sessionPath } from '../state/address.ts';
import { type Dashboard, useDashboard } from '../state/dashboard.ts';
import { listed, projectName, sessionName } from '../state/group-sessions.ts';
import { keyBindings } from '../state/keys.ts';
import { closeOverlay } from '../state/overlay.ts';
import { Dialog } from './dialog.tsx';
import { stateWord } from './lamp.tsx';
import { toVisibleText } from './visible-text.ts';

interface Choice {
  readonly key: string;
  readonly title: string;
  readonly aside: string;
  readonly act: () => void;
}

const MAX_SHOWN = 12;
const MAX_TITLE_CHARS = 120;

/** Every command and every session, by a few letters of it. */
export function Palette() {
  const dashboard = useDashboard();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const choices = useMemo(() => choicesOf(dashboard), [dashboard, dashboard.sessions.byId.value]);
  const found = useMemo(() => [...narrow(choices, text), ...searchFor(text, dashboard)], [choices, text]);

  const choose = (choice: Choice | undefined): void => {
    closeOverlay('palette');
    choice?.act();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
    const step = steps[event.key];
    if (step === undefined && event.key !== 'Enter') return;
    event.preventDefault();
    if (step === undefined) choose(found[at]);
    else setAt((at + step + found.length) % Math.max(1, found.length));
  };

  return (
    <Dialog label="Commands and sessions" class="palette" onClose={() => closeOverlay('palette')}>
      <input
        type="text"
        role="combobox"
        aria-label="Command or session"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-activedescendant={found[at] && `choice-${at}`}
        placeholder="Go to a session, do something, search all events"
        autocomplete="off"
        spellcheck={false}
        value={text}
        onInput={({ currentTarget }) => {
          setText(currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id="palette-list" role="listbox" aria-label="What was found">
        {found.map((choice, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
          <div
            key={choice.key}
            id={`choice-${index}`}
            role="option"
            aria-selected={index === at}
            class="choice"
            onClick={() => choose(choice)}
          >
            <bdi class="choice-title">{choice.title}</bdi>
            <span class="choice-aside">{choice.aside}</span>
          </div>
        ))}
        {found.length === 0 && <p class="quiet">Nothing is called that.</p>}
      </div>
    </Dialog>
  );
}

function choicesOf({ sessions, go }: Dashboard): Choice[] {
  const commands = keyBindings().map(({ keys, title, act }) => ({ key: `key ${keys}`, title, aside: keys, act }));
  const known = listed(sessions.byId.value.values(), false).map((session) => ({
    key: session.id,
    title: toVisibleText((sessionName(session) ?? session.id).slice(0, MAX_TITLE_CHARS)),
    aside: `${toVisibleText(projectName(session))} · ${stateWord(session.state).toLowerCase()}`,
    act: () => go(sessionPath(session.id)),
  }));
  return [...commands, ...known];
}

/** Whatever was typed may also stand in an event. */
function searchFor(text: string, { go }: Dashboard): Choice[] {
  const wanted = text.trim();
  if (wanted === '') return [];
  const title = `Search all events for “${toVisibleText(wanted.slice(0, MAX_TITLE_CHARS))}”`;
  return [{ key: 'search', title, aside: 'events', act: () => go(`/events?q=${encodeURIComponent(wanted)}`) }];
}

const fuzzy = new uFuzzy({ intraMode: 1 });

function narrow(choices: readonly Choice[], text: string): readonly Choice[] {
  if (text.trim() === '') return choices.slice(0, MAX_SHOWN);
  const [indexes, , order] = fuzzy.search(
    choices.map(({ title, aside }) => `${title} ${aside}`),
    text,
    1,
    1000,
  );
  const best = order === null ? (indexes ?? []) : order.map((place) => indexes?.[place] ?? -1);
  return best.slice(0, MAX_SHOWN).flatMap((index) => choices[index] ?? []);
}
