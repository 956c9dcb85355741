import type { SessionStateName } from '../../shared/session-view.ts';

const WORDS: Readonly<Record<SessionStateName, string>> = {
  waiting: 'Waiting',
  working: 'Working',
  idle: 'Idle',
  lost: 'Lost',
  ended: 'Ended',
};

/** A state by colour, by shape and by word: whoever misses one has the others. */
export function Lamp({ state }: { readonly state: SessionStateName }) {
  return (
    <span class={`lamp lamp-${state}`}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" focusable="false">
        <Shape state={state} />
      </svg>
      {WORDS[state]}
    </span>
  );
}

function Shape({ state }: { readonly state: SessionStateName }) {
  if (state === 'waiting') return <path d="M6 .6 11.4 6 6 11.4 .6 6z" fill="currentColor" />;
  if (state === 'working') return <circle cx="6" cy="6" r="4.2" fill="currentColor" />;
  if (state === 'idle') return <circle cx="6" cy="6" r="3.6" fill="none" stroke="currentColor" stroke-width="1.6" />;
  if (state === 'lost') return <path d="m2.4 2.4 7.2 7.2m0-7.2L2.4 9.6" stroke="currentColor" stroke-width="1.8" />;
  return <path d="M2 6h8" stroke="currentColor" stroke-width="1.8" />;
}

export function stateWord(state: SessionStateName): string {
  return WORDS[state];
}
