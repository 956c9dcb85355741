import { useEffect, useRef, useState } from 'preact/hooks';
import { useDashboard } from '../../state/dashboard.ts';

/** Whoever types is left alone for so long before something is looked for. */
const PAUSE_MS = 250;

interface SearchFieldProps {
  readonly text: string;
  /** Why it cannot be looked for. */
  readonly error: string | undefined;
}

/** What is looked for in the texts of events; what is wrong with it stands below it. */
export function SearchField({ text, error }: SearchFieldProps) {
  const { narrow, address } = useDashboard();
  const [typed, setTyped] = useState(text);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const look = (value: string): void => {
    clearTimeout(timer.current);
    narrow({ q: value.trim() });
  };
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => () => clearTimeout(timer.current), []);
  const isWished = address.value.query.has('search'); // by a key of another view
  useEffect(() => {
    if (!isWished) return;
    field.current?.focus();
    narrow({ search: undefined });
  }, [isWished]);
  useEffect(() => {
    setTyped((shown) => (shown.trim() === text ? shown : text)); // the address has changed by itself
  }, [text]);

  return (
    <div class="search-field">
      <input
        ref={field}
        type="search"
        class="input"
        data-filter
        aria-label="Search the texts of events"
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : 'search-error'}
        autocomplete="off"
        spellcheck={false}
        placeholder="Search: words, &quot;a phrase&quot;, begin*, -without, this OR that"
        value={typed}
        onInput={({ currentTarget: { value } }) => {
          setTyped(value);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => look(value), PAUSE_MS);
        }}
        onKeyDown={({ key, currentTarget }) => key === 'Enter' && look(currentTarget.value)}
      />
      {error !== undefined && (
        <p id="search-error" class="field-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
