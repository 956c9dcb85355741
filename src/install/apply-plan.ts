import * as fs from 'node:fs';
import * as path from 'node:path';
import { errorCode } from '../shared/errors.ts';
import { writeBackup } from './backup.ts';
import { readManifest, writeRecord } from './manifest.ts';
import { isSettled, type Plan } from './plan.ts';
import { CHANGED_MEANWHILE, replaceFile } from './replace-file.ts';
import { unlessRefused } from './settings-file.ts';
import { withLock } from './with-lock.ts';

/** Claude Code may write its settings between our look and our rename; so often we look again. */
const MAX_TRIES = 5;

interface Applied {
  readonly plan: Plan;
  /** Where the content before the change is kept; undefined when nothing changed or nothing was there. */
  readonly backup: string | undefined;
}

/** Plans and applies; when the file changed in between, plans again. For whoever need not show the plan first. */
export async function changeSettings(makePlan: () => Plan, clock: () => number = Date.now): Promise<Applied> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await applyPlan(makePlan(), clock);
    } catch (error) {
      if (errorCode(error) !== CHANGED_MEANWHILE || tries === MAX_TRIES) throw error;
    }
  }
}

/** Writes what was planned: all of it, or nothing and a sentence. Throws when the file is no longer what the plan was made for. */
export async function applyPlan(plan: Plan, clock: () => number = Date.now): Promise<Applied> {
  const home = path.dirname(plan.manifestPath);
  if (isSettled(plan)) {
    if (plan.record === undefined && plan.target in readManifest(plan.manifestPath)) {
      await withLock(plan.manifestPath, () => writeRecord(plan.manifestPath, plan.target, undefined));
    }
    return { plan, backup: undefined };
  }
  fs.mkdirSync(home, { recursive: true, mode: 0o700 });
  return await withLock(plan.manifestPath, async () => {
    const old = readManifest(plan.manifestPath)[plan.target];
    const createdFolders = [...(old?.createdFolders ?? []), ...makeFolders(plan)];
    try {
      const backup = await withSettingsLock(plan, () => {
        const kept =
          plan.before === undefined
            ? undefined
            : writeBackup(path.join(home, 'backups'), plan.target, { content: plan.before, nowMs: clock() });
        replaceFile(plan.target, { expected: plan.before, content: plan.after });
        return kept;
      });
      writeRecord(plan.manifestPath, plan.target, plan.record && { ...plan.record, createdFolders });
      return { plan, backup };
    } finally {
      if (!fs.existsSync(plan.target)) removeEmptyFolders(createdFolders);
    }
  });
}

async function withSettingsLock<Result>(plan: Plan, act: () => Result): Promise<Result> {
  try {
    return await withLock(plan.target, act);
  } catch (error) {
    throw unlessRefused(error, `${plan.settingsPath} cannot be written`);
  }
}

/** The folders that had to be made for the file, the outermost first. */
function makeFolders(plan: Plan): string[] {
  const folder = path.dirname(plan.target);
  try {
    const outermost = fs.mkdirSync(folder, { recursive: true });
    if (outermost === undefined) return [];
    const names = path.relative(outermost, folder).split(path.sep).filter(Boolean);
    return [outermost, ...names.map((_, index) => path.join(outermost, ...names.slice(0, index + 1)))];
  } catch (error) {
    throw unlessRefused(error, `${folder} cannot be made`);
  }
}

/** Only those that nobody has put anything into. */
function removeEmptyFolders(folders: readonly string[]): void {
  for (const folder of folders.toReversed()) {
    try {
      fs.rmdirSync(folder);
    } catch (error) {
      if (!['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(errorCode(error) ?? '')) throw error;
    }
  }
}
