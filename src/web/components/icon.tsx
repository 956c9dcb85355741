const PATHS = {
  search: 'M10.5 10.5 14 14M6.8 12a5.2 5.2 0 1 0 0-10.4 5.2 5.2 0 0 0 0 10.4z',
  theme: 'M8 1.8a6.2 6.2 0 1 0 0 12.4zM8 1.8a6.2 6.2 0 0 1 0 12.4',
  keys: 'M1.5 4h13v8h-13zM4 6.6h.01M7 6.6h.01M10 6.6h.01M12.5 6.6h.01M5 9.5h6',
  pause: 'M5.5 3.5v9m5-9v9',
  play: 'M5 3.2v9.6L12.5 8z',
  back: 'M9.5 3 4.5 8l5 5',
  widen: 'M6 4 2 8l4 4m4-8 4 4-4 4M2.5 8h11',
  narrow: 'm2 4 4 4-4 4m12-8-4 4 4 4M2 8h3.5m5 0H14',
  pin: 'M5.5 2.5h5M6.5 2.5v4.2L4.3 9.5h7.4L9.5 6.7V2.5M8 9.5v4.5',
  pinned: 'M5.5 2.5h5M6.5 2.5v4.2L4.3 9.5h7.4L9.5 6.7V2.5M8 9.5v4.5M7 4h2M7 6h2M6.5 8h3',
  rename: 'm3 13 .6-2.8 7.2-7.2 2.2 2.2-7.2 7.2zM9.5 4.3l2.2 2.2',
  hide: 'M1.8 8S4 3.8 8 3.8 14.2 8 14.2 8 12 12.2 8 12.2 1.8 8 1.8 8zM3 13 13 3',
  show: 'M1.8 8S4 3.8 8 3.8 14.2 8 14.2 8 12 12.2 8 12.2 1.8 8 1.8 8zM8 9.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z',
  forget: 'M3 4.5h10M6.5 4.5v-1.7h3v1.7M4.3 4.5l.7 8.7h6l.7-8.7',
  settings:
    'M2 4.5h6.5m3 0H14M2 11.5h2.5m3 0H14M10 6.2a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4zM6 13.2a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4z',
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
