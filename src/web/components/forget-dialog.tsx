import { useEffect, useState } from 'preact/hooks';
import { errorMessage } from '../../shared/errors.ts';
import type { ForgetReport } from '../../shared/forget-report.ts';
import type { SessionView } from '../../shared/session-view.ts';
import { sessionPath } from '../state/address.ts';
import { useDashboard } from '../state/dashboard.ts';
import { sessionName } from '../state/group-sessions.ts';
import { forgetting } from '../state/labels.ts';
import { warn } from '../state/notices.ts';
import { closeOverlay } from '../state/overlay.ts';
import { Dialog } from './dialog.tsx';
import { toVisibleText } from './visible-text.ts';

const MAX_NAME_CHARS = 160;

/** Asks before a session goes for good, and says what goes with it. */
export function ForgetDialog() {
  const { changes, address, go } = useDashboard();
  const session = forgetting.value;
  const [isUnderWay, setUnderWay] = useState(false);
  if (session === undefined) return null;
  const close = () => closeOverlay('forget');
  const forget = async (): Promise<void> => {
    setUnderWay(true);
    try {
      await changes.forget(session.id);
      if (address.peek().parts[0] === session.id) go('/sessions');
    } catch (error) {
      warn(`Not forgotten: ${errorMessage(error)}`);
    }
    close();
  };
  return (
    <Dialog label="Forget this session?" class="forget" onClose={close}>
      <header class="dialog-head">
        <h2>Forget this session?</h2>
      </header>
      <div class="dialog-text">
        <p>
          <bdi class="forget-name">{nameOf(session)}</bdi>
        </p>
        <Going session={session} />
        <p class="quiet">It cannot be brought back. What Claude Code itself keeps of it is not touched.</p>
      </div>
      <footer class="dialog-foot">
        <button type="button" class="button" onClick={close}>
          Keep it
        </button>
        <button type="button" class="button button-bad" disabled={isUnderWay} onClick={() => void forget()}>
          {isUnderWay ? 'Forgetting …' : 'Forget it for good'}
        </button>
      </footer>
    </Dialog>
  );
}

function nameOf(session: SessionView): string {
  return toVisibleText((sessionName(session) ?? sessionPath(session.id)).slice(0, MAX_NAME_CHARS));
}

function Going({ session: { id } }: { readonly session: SessionView }) {
  const { changes } = useDashboard();
  const [report, setReport] = useState<ForgetReport | 'unknown' | undefined>(undefined);
  useEffect(() => {
    const look = async (): Promise<void> => {
      try {
        setReport(await changes.lookToForget(id));
      } catch {
        setReport('unknown');
      }
    };
    void look();
  }, [changes, id]);
  if (report === undefined) return <p>Looking at what would go …</p>;
  if (report === 'unknown') return <p>What would go could not be read: the daemon does not answer.</p>;
  return (
    <ul>
      {tellReport(report).map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

function tellReport({ events, bytes, spool, rejected, setAside, logLines, running }: ForgetReport): string[] {
  const count = (number: number, noun: string): string =>
    `${number.toLocaleString()} ${noun}${number === 1 ? '' : 's'}`;
  const waiting = spool.files + rejected.files;
  return [
    `${count(events, 'event')} (${Math.ceil(bytes / 1024).toLocaleString()} KiB), and all that is told from them`,
    waiting > 0 ? `${count(waiting, 'file')} of events that wait in the spool, or were refused` : '',
    logLines > 0 ? `${count(logLines, 'line')} of the daemon’s log that name it` : '',
    running > 0 ? 'It may go on: what it does from now on is kept.' : '',
    setAside.length > 0 ? `Not ${count(setAside.length, 'damaged store')} that may hold more: mpm-hook forget` : '',
  ].filter(Boolean);
}
