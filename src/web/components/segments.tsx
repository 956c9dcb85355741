interface SegmentsProps<Name extends string> {
  readonly label: string;
  readonly choices: readonly (readonly [name: Name, word: string])[];
  readonly chosen: Name;
  readonly onChoose: (name: Name) => void;
}

/** One of a few. */
export function Segments<Name extends string>({ label, choices, chosen, onChoose }: SegmentsProps<Name>) {
  return (
    <fieldset class="segments" aria-label={label}>
      {choices.map(([name, word]) => (
        <button key={name} type="button" aria-pressed={name === chosen} onClick={() => onChoose(name)}>
          {word}
        </button>
      ))}
    </fieldset>
  );
}
