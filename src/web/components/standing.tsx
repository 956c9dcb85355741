import { nowMs } from '../state/clock.ts';
import { useDashboard } from '../state/dashboard.ts';
import { CopyButton } from './copy-button.tsx';
import { Message } from './message.tsx';

/** What keeps the page from being live, and what to do about it. */
export function Standing() {
  const { link } = useDashboard();
  const state = link.value;
  if (state.kind === 'denied') return <Denied />;
  if (state.kind !== 'away') return null;
  const inS = Math.max(0, Math.ceil((state.untilMs - nowMs.value) / 1000));
  return (
    <div class="banner" role="status">
      <p>
        <strong>The daemon does not answer.</strong> What you see is as of then. It starts with the next thing Claude
        Code does, or by <code>mpm-hook daemon start</code>{' '}
        <CopyButton text="mpm-hook daemon start" label="Copy the command" />
      </p>
      <p class="quiet" aria-hidden="true">
        Trying again {inS === 0 ? 'now' : `in ${inS} s`}
      </p>
    </div>
  );
}

function Denied() {
  return (
    <Message title="This page needs a ticket." command="mpm-hook open">
      <p>What Claude Code does is nobody’s business but yours, so the page is opened from a terminal of yours:</p>
    </Message>
  );
}
