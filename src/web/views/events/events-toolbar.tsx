import { useDashboard } from '../../state/dashboard.ts';
import type { EventNarrowing } from '../../state/event-row.ts';

/** How to narrow what is shown; all of it stands in the address. */
export function EventsToolbar({ narrowing }: { readonly narrowing: EventNarrowing }) {
  const { narrow } = useDashboard();
  const { session, types, tools, since, until } = narrowing;
  const fields = [
    { name: 'type', label: 'Event', value: types.join(','), placeholder: 'hook.post_*' },
    { name: 'tool', label: 'Tool', value: tools.join(','), placeholder: 'Bash, mcp__*' },
    { name: 'session', label: 'Session', value: session ?? '', placeholder: 'id' },
    { name: 'since', label: 'Since', value: since ?? '', placeholder: '10m, 2h, 2026-11-22' },
    { name: 'until', label: 'Until', value: until ?? '', placeholder: 'now' },
  ];
  return (
    <search class="toolbar">
      {fields.map(({ name, label, value, placeholder }, at) => (
        <label key={name} class="labelled">
          <span>{label}</span>
          <input
            type="text"
            class="input"
            data-filter={at === 0 ? '' : undefined}
            autocomplete="off"
            spellcheck={false}
            placeholder={placeholder}
            value={value}
            onChange={({ currentTarget }) => narrow({ [name]: currentTarget.value.trim() })}
          />
        </label>
      ))}
    </search>
  );
}
