import { useId, useState } from 'preact/hooks';

export interface Option {
  readonly key: string;
  readonly kind: string;
  readonly label: string;
  readonly aside?: string | undefined;
}

interface ComboBoxProps<One extends Option> {
  readonly label: string;
  readonly placeholder: string;
  readonly optionsFor: (typed: string) => readonly One[];
  readonly onChoose: (option: One) => void;
  /** Whoever comes near may need values that are not there yet. */
  readonly onFocus: () => void;
}

/** A field that offers values while somebody types, by the pattern of WAI-ARIA: the focus stays in the field. */
export function ComboBox<One extends Option>({
  label,
  placeholder,
  optionsFor,
  onChoose,
  onFocus,
}: ComboBoxProps<One>) {
  const id = useId();
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState<number | undefined>(undefined);
  const isOpen = at !== undefined;
  const options = isOpen ? optionsFor(typed) : [];
  const chosen = Math.min(at ?? 0, options.length - 1);
  const choose = (option: One | undefined): void => {
    if (option === undefined) return;
    onChoose(option);
    setTyped('');
    setAt(undefined);
  };
  const keys: Readonly<Record<string, () => void>> = {
    ArrowDown: () => setAt(isOpen ? (chosen + 1) % Math.max(1, options.length) : 0),
    ArrowUp: () => setAt((chosen - 1 + options.length) % Math.max(1, options.length)),
    Enter: () => choose(options[chosen]),
    Escape: () => setAt(undefined),
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const act = keys[event.key];
    if (act === undefined || (event.key === 'Escape' && !isOpen)) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };

  return (
    <div class="combo">
      <input
        type="text"
        role="combobox"
        class="input"
        aria-label={label}
        aria-expanded={isOpen}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && options.length > 0 ? `${id}-${chosen}` : undefined}
        autocomplete="off"
        spellcheck={false}
        placeholder={placeholder}
        value={typed}
        onFocus={() => {
          onFocus();
          setAt(0);
        }}
        onClick={() => setAt(at ?? 0)}
        onBlur={() => setAt(undefined)}
        onInput={({ currentTarget }) => {
          setTyped(currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={`${id}-list`} role="listbox" aria-label={label} class="combo-list" hidden={options.length === 0}>
        {options.map((option, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field
          <div
            key={option.key}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === chosen}
            class="choice"
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choose(option)}
          >
            <span class="combo-kind">{option.kind}</span>
            <bdi class="choice-title">{option.label}</bdi>
            {option.aside !== undefined && <bdi class="choice-aside">{option.aside}</bdi>}
          </div>
        ))}
      </div>
    </div>
  );
}
