/** How many lines came and went; the colours only repeat the signs. */
export function ChangeCount({ added, removed }: { readonly added: number; readonly removed: number }) {
  return (
    <span class="change-count">
      <span class="is-added" title={`${added.toLocaleString()} lines added`}>
        +{added.toLocaleString()}
      </span>{' '}
      <span class="is-removed" title={`${removed.toLocaleString()} lines removed`}>
        −{removed.toLocaleString()}
      </span>
    </span>
  );
}
