import { errorCode, errorMessage } from '../../shared/errors.ts';
import { Message } from './message.tsx';

interface UnreadProps {
  /** What could not be read, as a sentence begins. */
  readonly what: string;
  readonly error: unknown;
  readonly onRetry: () => void;
}

/** Why nothing is shown, and how to try again. A daemon that is away is told of elsewhere, and asked again by itself. */
export function Unread({ what, error, onRetry }: UnreadProps) {
  const title = `${what} could not be read.`;
  if (errorCode(error) === 'DAEMON_AWAY') {
    return (
      <Message title={title}>
        <p>The page tries again as soon as the daemon answers.</p>
      </Message>
    );
  }
  return (
    <Message title={title}>
      <p>{errorMessage(error)}</p>
      <button type="button" class="button" onClick={onRetry}>
        Read again
      </button>
    </Message>
  );
}
