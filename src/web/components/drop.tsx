import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

interface DropProps {
  readonly label: ComponentChildren;
  /** Of the panel, for who does not see it. */
  readonly name: string;
  readonly class?: string;
  readonly children: (close: () => void) => ComponentChildren;
}

/** A button with a panel below it, that goes with Escape, with a click elsewhere, and when the focus leaves it. */
export function Drop({ label, name, class: own = '', children }: DropProps) {
  const [isOpen, setOpen] = useState(false);
  const whole = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    if (whole.current?.contains(document.activeElement)) button.current?.focus();
  };
  useEffect(() => {
    if (!isOpen) return;
    const onPointer = ({ target }: PointerEvent) => {
      if (target instanceof Node && !whole.current?.contains(target)) setOpen(false);
    };
    document.addEventListener('pointerdown', onPointer);
    return () => document.removeEventListener('pointerdown', onPointer);
  }, [isOpen]);
  const onFocusOut = ({ relatedTarget }: FocusEvent): void => {
    if (relatedTarget instanceof Node && !whole.current?.contains(relatedTarget)) setOpen(false);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !isOpen) return;
    event.stopPropagation();
    close();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of what stands inside
    <div ref={whole} class={`drop ${own}`} onFocusOut={onFocusOut} onKeyDown={onKeyDown}>
      <button ref={button} type="button" class="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {label}
      </button>
      {isOpen && (
        <section class="drop-panel" aria-label={name}>
          {children(close)}
        </section>
      )}
    </div>
  );
}
