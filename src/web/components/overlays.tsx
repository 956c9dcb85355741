import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { closeOverlay, type Overlay, openOverlay, overlay } from '../state/overlay.ts';
import { KeySheet } from './key-sheet.tsx';
import { Lazy } from './lazy.tsx';

const loadPalette = async () => (await import('./palette.tsx')).Palette;

const loadSettings = async () => (await import('./settings-sheet.tsx')).SettingsSheet;
const loadForget = async () => (await import('./forget-dialog.tsx')).ForgetDialog;

/** What lies over the page: the sheet of keys, the command palette, the settings, a question. */
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
  const load = LOADS.get(overlay.value);
  return load === undefined ? null : <Lazy key={overlay.value} load={load} />;
}

const LOADS: ReadonlyMap<Overlay | undefined, () => Promise<ComponentType>> = new Map([
  ['palette', loadPalette],
  ['settings', loadSettings],
  ['forget', loadForget],
]);
