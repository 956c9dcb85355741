import { expect, test } from 'vitest';
import type { BrowsedPage } from '../../src/daemon/store/event-browser.ts';
import type { Envelope } from '../../src/shared/envelope.ts';
import { createMemoryStore } from '../helpers/memory-store.ts';
import { aNewEvent } from '../helpers/new-event.ts';

const EVENTS = 300;
const ALL = Array.from({ length: EVENTS }, (_, at) => at + 1);

function seqsIn({ pieces }: BrowsedPage): number[] {
  const envelopes = JSON.parse(`[${pieces.map((piece) => Buffer.from(piece).toString()).join(',')}]`) as Envelope[];
  return envelopes.map(({ seq }) => seq);
}

test.each(['older', 'newer'])('an answer that has become too long goes on where it stopped, to the %s', (direction) => {
  const store = createMemoryStore();
  store.append(ALL.map((at) => aNewEvent({ id: `event-${at}` })));
  const wish = { filter: { sessionId: 'one' }, limit: 1000, maxBytes: 1 };
  const found: number[] = [];
  let pages = 0;
  let place: { afterSeq?: number; beforeSeq?: number } = direction === 'newer' ? { afterSeq: 0 } : {};
  for (let more = true; more; pages += 1) {
    const page = store.browse({ ...wish, ...place });
    const seqs = seqsIn(page);
    expect(page.seqs).toEqual(seqs);
    if (direction === 'newer') found.push(...seqs);
    else found.unshift(...seqs);
    place = direction === 'newer' ? { afterSeq: page.lastSeq } : { beforeSeq: page.firstSeq };
    more = page.hasMore;
  }
  expect(found).toEqual(ALL);
  expect(pages).toBe(3);
  store.close();
});
