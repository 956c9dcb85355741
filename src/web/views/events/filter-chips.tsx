import { folderName } from '../../../shared/place-name.ts';
import { Icon } from '../../components/icon.tsx';
import { toVisibleText } from '../../components/visible-text.ts';
import { useDashboard } from '../../state/dashboard.ts';
import { sessionName } from '../../state/group-sessions.ts';
import { type EventNarrowing, FACETS, type Facet, NARROWING, withoutValue } from '../../state/narrowing.ts';
import { FACET_WORDS } from '../../state/suggest.ts';

const MAX_CHARS = 60;

/** What narrows the table, each to be taken away by itself. */
export function FilterChips({ narrowing }: { readonly narrowing: EventNarrowing }) {
  const { narrow, address } = useDashboard();
  const { facets, since, until } = narrowing;
  const at = address.value.query.get('at') ?? undefined;
  const times = Object.entries({ since, until, at }).filter(([, value]) => value !== undefined);
  const count = FACETS.reduce((sum, facet) => sum + facets[facet].length, 0) + times.length;
  if (count === 0) return null;
  const clear = () => narrow(Object.fromEntries([...NARROWING, 'at'].map((name) => [name, undefined])));
  return (
    <fieldset class="filter-chips">
      <legend class="unseen">Filters</legend>
      {FACETS.flatMap((facet) =>
        facets[facet].map((value) => (
          <FacetChip
            key={`${facet} ${value}`}
            facet={facet}
            value={value}
            onRemove={() => narrow(withoutValue(narrowing, facet, value))}
          />
        )),
      )}
      {times.map(([name, value]) => (
        <Chip
          key={name}
          kind={TIME_WORDS[name] ?? name}
          label={`${value}`}
          onRemove={() => narrow({ [name]: undefined })}
        />
      ))}
      {count > 1 && (
        <button type="button" class="button button-small" onClick={clear}>
          Clear all
        </button>
      )}
    </fieldset>
  );
}

const TIME_WORDS: Readonly<Record<string, string>> = { since: 'Since', until: 'Until', at: 'At' };

interface FacetChipProps {
  readonly facet: Facet;
  readonly value: string;
  readonly onRemove: () => void;
}

function FacetChip({ facet, value, onRemove }: FacetChipProps) {
  const { sessions } = useDashboard();
  const session = facet === 'session' ? sessions.byId.value.get(value) : undefined;
  const label = (session && sessionName(session)) ?? (facet === 'project' ? folderName(value) : value);
  return <Chip kind={FACET_WORDS[facet]} label={label} title={value} onRemove={onRemove} />;
}

interface ChipProps {
  readonly kind: string;
  readonly label: string;
  readonly title?: string;
  readonly onRemove: () => void;
}

function Chip({ kind, label, title, onRemove }: ChipProps) {
  const shown = toVisibleText(label.slice(0, MAX_CHARS));
  return (
    <span class="filter-chip" title={title}>
      <span class="filter-kind">{kind}</span>
      <bdi>{shown}</bdi>
      <button type="button" aria-label={`Remove the filter ${kind}: ${shown}`} onClick={onRemove}>
        <Icon name="close" />
      </button>
    </span>
  );
}
