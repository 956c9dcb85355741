import { printCount } from '../../../shared/print-count.ts';

/** What happened but is in none of the figures, since the disk takes nothing. What tells it is there before: only then is it read out. */
export function LeftOut({ count = 0 }: { readonly count: number | undefined }) {
  return (
    <div role="status">
      {count > 0 && (
        <p class="overview-note">
          {printCount(count, 'event')} in memory only, until the disk takes more: not in these figures.{' '}
          <code>mpm-hook doctor</code> says why.
        </p>
      )}
    </div>
  );
}
