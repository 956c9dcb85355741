/** Held by the tab that speaks for all, and by the one that is looked at. The browser gives them on when a tab goes. */
const SPEAKER = 'mpm-hook.speaker';
const LOOKED_AT = 'mpm-hook.looked-at';

export interface Tabs {
  /** Of all tabs of the page one speaks; undefined locks (an insecure context) leave each to itself. */
  isSpeaker(): boolean;
  /** Somebody looks at one of the tabs, so nothing has to be said. */
  isLookedAt(): Promise<boolean>;
  /** Whether this tab hears of anything: one that does not leaves it to the others. */
  setHearing(isHearing: boolean): void;
}

/** What the tabs of the page have to agree upon. */
export function createTabs(locks: LockManager | undefined = navigator.locks): Tabs {
  const speaker = createHold(SPEAKER, locks);
  const looked = createHold(LOOKED_AT, locks);
  const look = (): void => looked.want(document.hasFocus());
  addEventListener('focus', look);
  addEventListener('blur', look);
  look();

  return {
    isSpeaker: speaker.isHeld,
    async isLookedAt() {
      if (document.hasFocus()) return true;
      const { held = [] } = (await locks?.query()) ?? {};
      return held.some(({ name }) => name === LOOKED_AT);
    },
    setHearing: speaker.want,
  };
}

/** A lock that is waited for as long as it is wanted, and kept. */
function createHold(name: string, locks: LockManager | undefined) {
  let wanted: AbortController | undefined;
  let isHeld = false;

  const hold = async (signal: AbortSignal): Promise<void> => {
    try {
      await locks?.request(name, { signal }, async () => {
        isHeld = true;
        await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
      });
    } catch {
      // not wanted any more before it was given
    }
    isHeld = false;
  };

  return {
    isHeld: () => isHeld || (locks === undefined && wanted !== undefined),
    want(isWanted: boolean): void {
      if (isWanted === (wanted !== undefined)) return;
      wanted?.abort();
      wanted = isWanted ? new AbortController() : undefined;
      if (wanted !== undefined) void hold(wanted.signal);
    },
  };
}
