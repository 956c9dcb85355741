/** A sleep that can be ended early, and that keeps the process alive only while somebody waits for what comes after it. */
export interface Nap {
  sleep(timeMs: number): Promise<void>;
  wake(): void;
  /** Somebody waits, or does not any more. */
  keepAlive(isKept: boolean): void;
}

export function createNap(): Nap {
  let timer: NodeJS.Timeout | undefined;
  let end = () => {};
  let isKeptAlive = false;

  return {
    async sleep(timeMs) {
      await new Promise<void>((resolve) => {
        end = resolve;
        timer = setTimeout(resolve, timeMs);
        if (!isKeptAlive) timer.unref();
      });
      clearTimeout(timer);
    },
    wake: () => end(),
    keepAlive(isKept) {
      isKeptAlive = isKept;
      if (isKept) timer?.ref();
      else timer?.unref();
    },
  };
}
