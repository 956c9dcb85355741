interface SegmentsProps<Name extends string> {
  readonly label: string;
  readonly choices: readonly (readonly [name: Name, word: string])[];
  readonly chosen: Name;
  readonly onChoose: (name: Name) => void;
  /** Not there where the page is narrow. */
  readonly isRoomyOnly?: boolean;
}

/** One of a few. */
export function Segments<Name extends string>({
  label,
  choices,
  chosen,
  onChoose,
  isRoomyOnly = false,
}: SegmentsProps<Name>) {
  return (
    <fieldset class={isRoomyOnly ? 'segments only-roomy' : 'segments'} aria-label={label}>
      {choices.map(([name, word]) => (
        <button key={name} type="button" aria-pressed={name === chosen} onClick={() => onChoose(name)}>
          {word}
        </button>
      ))}
    </fieldset>
  );
}
