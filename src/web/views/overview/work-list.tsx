import { isStillWaiting, isUpToNow } from '../../../shared/goes-on.ts';
import type { Overview, SessionLabel, SessionWork } from '../../../shared/overview.ts';
import { folderName } from '../../../shared/place-name.ts';
import { printCount } from '../../../shared/print-count.ts';
import { printDuration } from '../../../shared/print-duration.ts';
import { Lamp } from '../../components/lamp.tsx';
import { TimeSpan } from '../../components/time.tsx';
import { toVisibleText } from '../../components/visible-text.ts';
import { sessionPath } from '../../state/address.ts';
import { nowMs } from '../../state/clock.ts';
import { useDashboard } from '../../state/dashboard.ts';
import { projectName } from '../../state/group-sessions.ts';
import { Card } from './lists.tsx';

const MOST_FILES = 3;
const MAX_NAME_CHARS = 200;

/** Who was at work, on what, and what came of it. */
export function AtWork({ overview }: { readonly overview: Overview }) {
  const { work, totals } = overview;
  const others = totals.sessions - work.length;
  return (
    <Card title="At work" isEmpty={work.length === 0} none="No session was asked for anything.">
      <ol class="listed">
        {work.map((one) => (
          <WorkRow key={one.id} work={one} overview={overview} />
        ))}
      </ol>
      {others > 0 && (
        <p class="quiet">
          {printCount(others, 'other')} did less, or were only begun or ended. <a href="/sessions">All sessions</a>
        </p>
      )}
    </Card>
  );
}

function WorkRow({ work, overview }: { readonly work: SessionWork; readonly overview: Overview }) {
  const { sessions } = useDashboard();
  const { id, since, lastPrompt } = work;
  const label: Partial<SessionLabel> = overview.sessions.find((one) => one.id === id) ?? {};
  const name = label.name ?? label.title ?? lastPrompt ?? 'No prompt yet';
  const state = sessions.byId.value.get(id)?.state;
  const isPresent = isUpToNow(overview, nowMs.peek()); // else what it does now says nothing of then
  const isWaiting = isStillWaiting(id, overview) || (isPresent && state === 'waiting');
  const goesOn = isWaiting || (isPresent && state === 'working');
  const until = work.until < overview.until ? work.until : overview.until; // the last minute may not be over
  return (
    <li>
      <a href={sessionPath(id)}>
        <span class="listed-lead">{state && <Lamp state={state} />}</span>
        <bdi class="listed-what">{toVisibleText(name.slice(0, MAX_NAME_CHARS))}</bdi>
        <span class="listed-when">
          <TimeSpan from={since} to={goesOn ? undefined : until} />
        </span>
        <span class="listed-more">
          <b>
            <bdi>{toVisibleText(projectName(label))}</bdi>
          </b>{' '}
          <Done work={work} isWaiting={isWaiting} />
        </span>
      </a>
    </li>
  );
}

function Done({ work, isWaiting }: { readonly work: SessionWork; readonly isWaiting: boolean }) {
  const { prompts, calls, failed, tools, changed, files, waits } = work;
  const named = tools.map(({ tool, calls: count }) => `${toVisibleText(tool)} ${count.toLocaleString()}`).join(', ');
  const shown = files.slice(0, MOST_FILES).map((file) => toVisibleText(folderName(file)));
  const more = changed > shown.length ? ` and ${(changed - shown.length).toLocaleString()} more` : '';
  return (
    <>
      {`${printCount(prompts, 'prompt')} · ${printCount(calls, 'call')}`}
      {failed > 0 && <span class="is-bad">{` · ${failed.toLocaleString()} failed`}</span>}
      {waits.count > 0 && (
        <span class="is-waiting">{` · ${isWaiting ? 'waits' : 'waited'} for you ${printDuration(waits.totalMs)}`}</span>
      )}
      {changed > 0 && (
        <>
          {' · changed '}
          <bdi title={files.map(toVisibleText).join('\n')}>{shown.join(', ') + more}</bdi>
        </>
      )}
      {calls > 0 && ` · ${named}`}
    </>
  );
}
