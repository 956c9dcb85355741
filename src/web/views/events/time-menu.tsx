import { parseMoment } from '../../../shared/duration.ts';
import { Drop } from '../../components/drop.tsx';
import { useDashboard } from '../../state/dashboard.ts';
import type { EventNarrowing } from '../../state/narrowing.ts';

const RANGES = [
  ['15m', '15 minutes'],
  ['1h', '1 hour'],
  ['24h', '24 hours'],
  ['7d', '7 days'],
] as const;

/** Which stretch of time is shown, and where in it to begin. */
export function TimeMenu({ narrowing: { since, until } }: { readonly narrowing: EventNarrowing }) {
  const { narrow, address } = useDashboard();
  const at = address.value.query.get('at') ?? '';
  const word = until === undefined ? RANGES.find(([value]) => value === since)?.[1] : undefined;
  const label = word === undefined ? ((since ?? until) ? 'Some time' : 'Any time') : `Last ${word}`;
  return (
    <Drop label={label} name="Time" class="time-menu">
      {(close) => {
        const go = (changes: Readonly<Record<string, string | undefined>>): void => {
          narrow(changes);
          close();
        };
        return (
          <>
            <h3>What happened in the last</h3>
            <div class="drop-row">
              {RANGES.map(([value, name]) => (
                <button
                  key={value}
                  type="button"
                  class="chip"
                  aria-pressed={since === value && until === undefined}
                  onClick={() => go({ since: value, until: undefined, at: undefined })}
                >
                  {name}
                </button>
              ))}
              <button
                type="button"
                class="chip"
                aria-pressed={since === undefined && until === undefined}
                onClick={() => go({ since: undefined, until: undefined })}
              >
                Any time
              </button>
            </div>
            <div class="drop-row">
              <MomentField name="since" label="Since" value={since} />
              <MomentField name="until" label="Until" value={until} />
            </div>
            <h3>Go to</h3>
            <div class="drop-row">
              <label class="labelled">
                <span>Time</span>
                <input
                  type="datetime-local"
                  step="1"
                  class="input"
                  value={toLocal(at)}
                  onChange={({ currentTarget }) => narrow({ at: fromLocal(currentTarget.value) })}
                />
              </label>
              <button type="button" class="button" onClick={() => go({ at: 'oldest' })}>
                Oldest
              </button>
              <button type="button" class="button" onClick={() => go({ at: undefined })}>
                Newest
              </button>
            </div>
          </>
        );
      }}
    </Drop>
  );
}

interface MomentFieldProps {
  readonly name: 'since' | 'until';
  readonly label: string;
  readonly value: string | undefined;
}

function MomentField({ name, label, value = '' }: MomentFieldProps) {
  const { narrow } = useDashboard();
  const isWrong = value !== '' && parseMoment(value, Date.now()) === undefined;
  return (
    <label class="labelled">
      <span>{label}</span>
      <input
        type="text"
        class="input"
        autocomplete="off"
        spellcheck={false}
        placeholder={name === 'since' ? '10m, 2h, 2026-11-22' : 'now'}
        aria-invalid={isWrong}
        value={value}
        onChange={({ currentTarget }) => narrow({ [name]: currentTarget.value.trim(), at: undefined })}
      />
      {isWrong && (
        <span class="field-error" role="alert">
          As 90s, 10m, 2h, 1d, or an ISO time.
        </span>
      )}
    </label>
  );
}

/** As the field of the browser has it: local, without a zone. */
function toLocal(iso: string): string {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return '';
  const local = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}

function fromLocal(value: string): string | undefined {
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
