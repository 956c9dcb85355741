import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { KeySheet } from './key-sheet.tsx';
import { Lazy } from './lazy.tsx';

type Overlay = 'keys' | 'palette';

const open = signal<Overlay | undefined>(undefined);

export function openOverlay(overlay: Overlay): void {
  open.value = overlay;
}

export function closeOverlay(): void {
  open.value = undefined;
}

const loadPalette = async () => (await import('./palette.tsx')).Palette;

/** What lies over the page: the sheet of keys, the command palette. */
export function Overlays() {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      openOverlay('palette');
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  if (open.value === 'keys') return <KeySheet onClose={closeOverlay} />;
  return open.value === 'palette' ? <Lazy load={loadPalette} /> : null;
}
