import { printCount } from '../../../shared/print-count.ts';

/** What happened but is in none of the figures, since the disk takes nothing. */
export function LeftOut({ count = 0 }: { readonly count: number | undefined }) {
  if (count === 0) return null;
  return (
    <p class="overview-note" role="status">
      {printCount(count, 'event')} in memory only, until the disk takes more: not in these figures.{' '}
      <code>mpm-hook doctor</code> says why.
    </p>
  );
}
