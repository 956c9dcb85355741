import { dismiss, notices } from '../state/notices.ts';

/** What is said in passing. The region is always there: only then do screen readers hear what is put into it; and of it only what is new. */
export function Notices() {
  return (
    <div class="notices" role="status" aria-live="polite" aria-atomic="false">
      {notices.value.map(({ id, text, kind }) => (
        <div key={id} class={`notice notice-${kind}`} aria-atomic="true">
          <span id={`notice-${id}`}>{text}</span>
          <button
            type="button"
            class="icon-button"
            aria-label="Dismiss"
            aria-describedby={`notice-${id}`}
            onClick={() => dismiss(id)}
          >
            ×
          </button>
        </div>
      ))}
    </div>
  );
}
