/** Work that is never done twice at once: who asks for it meanwhile has it done once more, some time after. */
export interface SingleFlight {
  /** After a delay, however often it is asked for until then. */
  soon(): void;
  /** Without one, unless it is at hand already. */
  now(): Promise<void>;
  close(): void;
}

export function createSingleFlight(work: () => Promise<void>, delayMs: () => number): SingleFlight {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isAtWork = false;
  let isDue = false;

  const soon = (): void => {
    if (isAtWork) isDue = true;
    else timer ??= setTimeout(() => void now(), delayMs());
  };
  const forget = (): void => {
    clearTimeout(timer);
    timer = undefined;
    isDue = false;
  };
  const now = async (): Promise<void> => {
    if (isAtWork) {
      isDue = true;
      return;
    }
    forget();
    isAtWork = true;
    await work();
    isAtWork = false;
    if (isDue) soon();
  };
  return { soon, now, close: forget };
}
