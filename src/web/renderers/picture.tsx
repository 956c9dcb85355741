/** Pixels only: what could hold more than a picture is not shown as one. */
const TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** A picture out of the event itself; nothing is loaded for it. */
export function Picture({ type, base64 }: { readonly type: unknown; readonly base64: unknown }) {
  const isPicture = typeof type === 'string' && TYPES.includes(type);
  if (!isPicture || typeof base64 !== 'string' || !BASE64.test(base64)) {
    return <p class="note">A picture that cannot be shown here, or was too large to be kept.</p>;
  }
  return <img class="picture" src={`data:${type};base64,${base64}`} alt="As the tool gave it" />;
}
