import { useEffect, useState } from 'preact/hooks';
import type { Envelope } from '../../shared/envelope.ts';
import type { Client } from '../api/client.ts';
import { useDashboard } from '../state/dashboard.ts';

const BEGINS = ['hook.pre_tool'];
const ENDS = ['hook.post_tool', 'hook.post_tool_use_failure', 'hook.permission_denied'];
/** The other end of a call is near, as a rule; farther than so many events of its kind nobody looks for it. */
const LOOK = 60;

/** Leads from the beginning of a call to its end, and back. */
export function OtherEnd({ event }: { readonly event: Envelope }) {
  const { client, address } = useDashboard();
  const [seq, setSeq] = useState<number | undefined>(undefined);
  useEffect(() => {
    let isCurrent = true;
    const look = async (): Promise<void> => {
      try {
        const found = await findOtherEnd(client, event);
        if (isCurrent) setSeq(found);
      } catch {
        // away: the banner says so
      }
    };
    void look();
    return () => {
      isCurrent = false;
    };
  }, [client, event]);
  if (seq === undefined) return null;
  const query = new URLSearchParams(address.value.query);
  query.set('event', String(seq));
  return (
    <>
      {' '}
      <a href={`?${query}`}>{BEGINS.includes(event.type) ? 'Its end' : 'Its beginning'}</a>
    </>
  );
}

async function findOtherEnd(client: Client, { seq, type, session_id: session, data }: Envelope) {
  const isBeginning = BEGINS.includes(type);
  if (session === undefined || (!isBeginning && !ENDS.includes(type))) return undefined;
  const place = isBeginning ? { type: ENDS, after: seq } : { type: BEGINS, before: seq };
  const { events } = await client.events({ session, limit: LOOK, ...place });
  return events.find((event) => event.data.tool_use_id === data.tool_use_id)?.seq;
}
