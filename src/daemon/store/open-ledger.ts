import { errorMessage, MpmError } from '../../shared/errors.ts';
import { createLedger, type Ledger, type LedgerOptions } from './ledger.ts';
import { IN_MEMORY, openDatabase, setAside } from './open-database.ts';
import { planSalvage } from './salvager.ts';
import { troubleOf } from './trouble.ts';

export interface OpenedLedger {
  readonly ledger: Ledger;
  /** Why it is in memory and not in its file. */
  readonly reason?: string;
  /** Where the damaged file now lies that stood in its place. */
  readonly setAside?: string;
}

interface OpenOptions extends LedgerOptions {
  readonly nowMs: number;
}

/** There is always a ledger: a damaged file is set aside for a new one, and without a usable file it lives in memory. */
export function openLedger(file: string, options: OpenOptions): OpenedLedger {
  try {
    return { ledger: openFile(file, options) };
  } catch (error) {
    if (error instanceof MpmError) throw error;
    const trouble = troubleOf(error);
    if (trouble === undefined) throw error;
    return trouble === 'damaged' ? beginAnew(file, options) : openInMemory(error, options);
  }
}

/** Sets the file aside, whole, and begins another in its place, that will have of it what can be read. */
export function beginAnew(file: string, options: OpenOptions): OpenedLedger {
  try {
    const aside = setAside(file, options.nowMs);
    const plan = planSalvage(aside, options);
    return { ledger: openFile(file, plan), setAside: aside };
  } catch (error) {
    if (troubleOf(error) === undefined) throw error;
    return openInMemory(error, options);
  }
}

/** What is asked for all the time is asked for once: a file that cannot say that is of no use. */
function openFile(file: string, options: LedgerOptions): Ledger {
  const database = openDatabase(file);
  try {
    const ledger = createLedger(database, options);
    ledger.lastSeq();
    ledger.oldestSeq();
    ledger.salvage();
    return ledger;
  } catch (error) {
    database.close();
    throw error;
  }
}

function openInMemory(error: unknown, options: OpenOptions): OpenedLedger {
  const reason = errorMessage(error);
  return { ledger: createLedger(openDatabase(IN_MEMORY), options), reason };
}
