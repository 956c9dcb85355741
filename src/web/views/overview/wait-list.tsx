import type { Overview, WaitView } from '../../../shared/overview.ts';
import { printCount } from '../../../shared/print-count.ts';
import { printDuration } from '../../../shared/print-duration.ts';
import { TimeSpan } from '../../components/time.tsx';
import { toVisibleText } from '../../components/visible-text.ts';
import { sessionPath } from '../../state/address.ts';
import { Card } from './lists.tsx';

interface WaitsProps {
  readonly overview: Overview;
  readonly nameOf: (id: string) => string;
}

/** Where work stood still for you, the latest first; the breaks between turns are told apart. */
export function Waits({ overview: { waits }, nameOf }: WaitsProps) {
  const asked = waits.longest.filter(({ kind }) => kind !== 'prompt').sort(byTime);
  const shorter = waits.permission.count + waits.question.count - asked.length;
  const { count, totalMs, longestMs } = waits.prompt;
  return (
    <Card title="Waited for you" isEmpty={false} none="">
      {asked.length === 0 ? (
        <p class="quiet">Nothing stood still for a permission or an answer.</p>
      ) : (
        <ol class="listed">
          {asked.map((wait) => (
            <WaitRow key={`${wait.session_id} ${wait.startedAt} ${wait.what}`} wait={wait} nameOf={nameOf} />
          ))}
        </ol>
      )}
      {shorter > 0 && <p class="quiet">And {printCount(shorter, 'shorter one')}.</p>}
      {count > 0 && (
        <p class="quiet">
          Between a finished turn and your next prompt: {printDuration(totalMs)} in {printCount(count, 'break')}, the
          longest {printDuration(longestMs)}.
        </p>
      )}
    </Card>
  );
}

/** Leads to the event that asked, where that is kept. */
function WaitRow({ wait, nameOf }: { readonly wait: WaitView; readonly nameOf: WaitsProps['nameOf'] }) {
  const { session_id: id, kind, startedAt, endedAt, durationMs, what = '', summary = '', seq } = wait;
  return (
    <li>
      <a href={seq === undefined ? sessionPath(id) : `${sessionPath(id)}?event=${seq}`}>
        <span class="listed-lead is-waiting">{printDuration(durationMs)}</span>
        <span class="listed-what">
          {kind === 'permission' ? 'Permission' : 'Question'}: <bdi>{toVisibleText(what)}</bdi>{' '}
          {summary !== '' && <bdi class="mono">{toVisibleText(summary)}</bdi>}
        </span>
        <span class="listed-when">
          <TimeSpan from={startedAt} to={endedAt} withSeconds />
        </span>
        <span class="listed-more">
          <bdi>{nameOf(id)}</bdi>
          {endedAt === undefined && <span class="is-waiting"> · still waits</span>}
        </span>
      </a>
    </li>
  );
}

function byTime(one: WaitView, other: WaitView): number {
  return one.startedAt < other.startedAt ? 1 : -1;
}
