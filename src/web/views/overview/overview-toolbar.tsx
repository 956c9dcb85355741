import { toVisibleText } from '../../components/visible-text.ts';
import { useDashboard } from '../../state/dashboard.ts';
import { projectName } from '../../state/group-sessions.ts';
import { type OverviewWish, RANGES, toLocalField } from '../../state/overview-range.ts';

const HOUR_MS = 3_600_000;

/** Which time, and of which project; all of it stands in the address. */
export function OverviewToolbar({ wish }: { readonly wish: OverviewWish }) {
  const { narrow, sessions } = useDashboard();
  const { range, since, until, project } = wish;
  const known = new Set([...sessions.byId.value.values()].flatMap((session) => session.project ?? []));
  if (project !== undefined) known.add(project);
  const begin = () => new Date(Date.now() - HOUR_MS).toISOString();
  const pick = (name: 'since' | 'until', local: string) =>
    narrow({ [name]: local === '' ? undefined : new Date(local).toISOString(), range: undefined });
  return (
    <search class="toolbar">
      <fieldset class="chips">
        <legend class="unseen">Time</legend>
        {RANGES.map(({ name, title }) => (
          <button
            key={name}
            type="button"
            class="chip"
            aria-pressed={range === name}
            onClick={() => narrow({ range: name, since: undefined, until: undefined })}
          >
            {title}
          </button>
        ))}
        <button
          type="button"
          class="chip"
          aria-pressed={range === 'custom'}
          onClick={() => narrow({ since: range === 'custom' ? since : begin(), range: undefined })}
        >
          Other
        </button>
      </fieldset>
      {range === 'custom' && (
        <>
          <label class="labelled">
            from
            <input
              class="input input-moment"
              type="datetime-local"
              value={toLocalField(since)}
              onChange={({ currentTarget }) => pick('since', currentTarget.value)}
            />
          </label>
          <label class="labelled">
            to
            <input
              class="input input-moment"
              type="datetime-local"
              value={toLocalField(until)}
              onChange={({ currentTarget }) => pick('until', currentTarget.value)}
            />
          </label>
        </>
      )}
      <label class="labelled">
        Project
        <select
          class="input"
          data-filter
          value={project ?? ''}
          onChange={({ currentTarget }) => narrow({ project: currentTarget.value })}
        >
          <option value="">All</option>
          {[...known].sort().map((path) => (
            <option key={path} value={path}>
              {toVisibleText(projectName({ project: path }))}
            </option>
          ))}
        </select>
      </label>
    </search>
  );
}
