const PATHS = {
  search: 'M10.5 10.5 14 14M6.8 12a5.2 5.2 0 1 0 0-10.4 5.2 5.2 0 0 0 0 10.400z',
  theme: 'M8 1.800a6.2 6.2 0 1 0 0 12.400zM8 1.800a6.2 6.2 0 0 1 0 12.4',
  keys: 'M1.5 4h13v8h-13zM4 6.600h.01M7 6.600h.01M10 6.600h.01M12.5 6.600h.01M5 9.500h6',
  pause: 'M5.5 3.500v9m5-9v9',
  play: 'M5 3.200v9.600L12.5 8z',
  back: 'M9.5 3 4.5 8l5 5',
  close: 'm3.5 3.5 9 9m0-9-9 9',
} as const;

/** Decoration beside a label, never the label itself. */
export function Icon({ name }: { readonly name: keyof typeof PATHS }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
