import { dismiss, notices } from '../state/notices.ts';

/** What is said in passing. The region is always there: only then do screen readers hear what is put into it. */
export function Notices() {
  return (
    <div class="notices" role="status" aria-live="polite">
      {notices.value.map(({ id, text, kind }) => (
        <div key={id} class={`notice notice-${kind}`}>
          {text}
          <button type="button" class="icon-button" aria-label="Dismiss" onClick={() => dismiss(id)}>
            ×
          </button>
        </div>
      ))}
    </div>
  );
}
