import { Message } from './message.tsx';

/** Stands where the store holds nothing at all. */
export function NothingYet() {
  return (
    <Message title="Nothing has happened yet." command="mpm-hook install && mpm-hook doctor">
      <p>As soon as Claude Code does something, it shows here. If it already does, its hooks are not there yet:</p>
    </Message>
  );
}
