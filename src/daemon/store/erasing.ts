import { MpmError } from '../../shared/errors.ts';
import type { Eraser } from './eraser.ts';
import type { Keeper } from './keeper.ts';

/** The eraser of whatever ledger there is; throws `NOT_FORGOTTEN` where its file takes no changes now. */
export function createErasing({ read, status }: Pick<Keeper, 'read' | 'status'>): Eraser {
  function ask<Answer>(work: (eraser: Eraser) => Answer): Answer {
    const answer = status().durable ? read(({ eraser }) => ({ of: work(eraser) }), undefined) : undefined;
    if (answer !== undefined) return answer.of;
    throw new MpmError('NOT_FORGOTTEN', 'The store takes no changes now, so not all was forgotten.', {
      hint: 'mpm-hook daemon status',
    });
  }

  return {
    sessionsOf: (wish) => ask((eraser) => eraser.sessionsOf(wish)),
    find: (search, place, upToSeq) => ask((eraser) => eraser.find(search, place, upToSeq)),
    erase: (seqs, maxMs) => ask((eraser) => eraser.erase(seqs, maxMs)),
    settle: (ids) => ask((eraser) => eraser.settle(ids)),
    pages: () => ask((eraser) => eraser.pages()),
    scrub: (upToPage) => ask((eraser) => eraser.scrub(upToPage)),
    shrink: () => ask((eraser) => eraser.shrink()),
    emptyLog: () => ask((eraser) => eraser.emptyLog()),
  };
}
