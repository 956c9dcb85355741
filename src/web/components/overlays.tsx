import { useEffect } from 'preact/hooks';
import { closeOverlay, openOverlay, overlay } from '../state/overlay.ts';
import { KeySheet } from './key-sheet.tsx';
import { Lazy } from './lazy.tsx';

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
  if (overlay.value === 'keys') return <KeySheet onClose={() => closeOverlay('keys')} />;
  return overlay.value === 'palette' ? <Lazy load={loadPalette} /> : null;
}
