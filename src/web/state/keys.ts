/** A key that does something anywhere on the page, as long as nobody types. */
export interface KeyBinding {
  /** As `KeyboardEvent.key` has it; two with a blank between are typed one after the other, `Shift+` is held down with a key that is no sign. */
  readonly keys: string;
  readonly title: string;
  readonly act: () => void;
}

/** The second of two keys has to come by then. */
const CHORD_MS = 1200;

const bindings = new Set<KeyBinding>();

/** In the order they were added. */
export function keyBindings(): readonly KeyBinding[] {
  return [...bindings];
}

/** Adds some for as long as a view is there; answers with what takes them away. */
export function bindKeys(added: readonly KeyBinding[]): () => void {
  for (const binding of added) bindings.add(binding);
  return () => {
    for (const binding of added) bindings.delete(binding);
  };
}

export function listenToKeys(): void {
  let first: { key: string; atMs: number } | undefined;
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') leaveField(event.target);
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (isPressing(event)) return;
    const isSecond = first !== undefined && performance.now() - first.atMs < CHORD_MS;
    const key = nameOf(event);
    const found = (isSecond && find(`${first?.key} ${key}`)) || find(key);
    first = { key, atMs: performance.now() };
    if (found === undefined) return;
    first = undefined;
    event.preventDefault();
    found.act();
  });
}

/** A sign says by itself whether Shift was held. */
function nameOf({ key, shiftKey }: KeyboardEvent): string {
  return shiftKey && key.length > 1 && key !== 'Shift' ? `Shift+${key}` : key;
}

/** The latest that was bound: a view's own before the page's. */
function find(keys: string): KeyBinding | undefined {
  return [...bindings].findLast((binding) => binding.keys === keys);
}

/** In a dialog Escape closes that, and the browser gives the focus back. */
function leaveField(target: EventTarget | null): void {
  if (target instanceof HTMLInputElement && target.closest('dialog') === null) target.blur();
}

/** A space presses the button that has the focus. */
function isPressing({ key, target }: KeyboardEvent): boolean {
  return key === ' ' && target instanceof Element && target.closest('button, summary') !== null;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof Element &&
    target.closest('input:not([type=range]), textarea, select, dialog, [contenteditable]') !== null
  );
}
