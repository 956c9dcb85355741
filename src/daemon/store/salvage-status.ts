import * as fs from 'node:fs';
import * as path from 'node:path';
import type { Salvage } from './salvager.ts';

/** What became of a damaged file, for as long as it lies there. */
export interface SalvageStatus {
  readonly setAside?: string;
  /** Its events are still being copied. */
  readonly salvaging?: true;
  /** How many could be read and are here now. */
  readonly salvaged?: number;
  /** How many could not; null where nobody knows how many there were. Absent until all was tried. */
  readonly lost?: number | null;
}

export function toSalvageStatus(folder: string, salvage: Salvage | undefined): SalvageStatus {
  if (salvage === undefined) return {};
  const { file, toSeq, had, salvaged, twins } = salvage;
  const setAside = path.join(folder, file);
  if (!fs.existsSync(setAside)) return {};
  if (toSeq > 0) return { setAside, salvaging: true, salvaged };
  return { setAside, salvaged, lost: had === undefined ? null : Math.max(0, had - salvaged - twins) };
}
