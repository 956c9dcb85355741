import * as fs from 'node:fs';
import * as path from 'node:path';
import { errorCode } from '../shared/errors.ts';
import { writeBackup } from './backup.ts';
import { readManifest, writeRecord } from './manifest.ts';
import { isSettled, type Plan } from './plan.ts';
import { CHANGED_MEANWHILE, refuseIfChanged, replaceFile } from './replace-file.ts';
import { unlessRefused } from './settings-file.ts';
import { withLock } from './with-lock.ts';

/** Claude Code may write its settings between our look and our rename; so often we look again. */
const MAX_TRIES = 5;

interface Applied {
  readonly plan: Plan;
  /** Where the content before the change is kept; undefined when nothing changed or nothing was there. */
  readonly backup: string | undefined;
}

interface ApplyOptions {
  readonly clock?: () => number;
  readonly replace?: typeof replaceFile;
  /** It was written; whether somebody wrote the file right behind us is looked for next. */
  readonly onWritten?: (applied: Applied) => void;
}

/** Plans and applies; when the file changed in between, plans again. For whoever need not show the plan first. */
export async function changeSettings(makePlan: () => Plan, options: ApplyOptions = {}): Promise<Applied> {
  let written: Applied | undefined;
  const onWritten = (applied: Applied): void => {
    written ??= applied;
  };
  for (let tries = 1; ; tries += 1) {
    try {
      const applied = await applyPlan(makePlan(), { ...options, onWritten });
      return written ?? applied; // the first time tells it all, where who wrote behind us left what is ours
    } catch (error) {
      if (errorCode(error) !== CHANGED_MEANWHILE || tries === MAX_TRIES) throw error;
    }
  }
}

/** Writes what was planned: all of it, or nothing and a sentence. Throws when the file is no longer what the plan was made for. */
export async function applyPlan(plan: Plan, options: ApplyOptions = {}): Promise<Applied> {
  const { clock = Date.now, replace = replaceFile, onWritten = () => {} } = options;
  const home = path.dirname(plan.manifestPath);
  if (isSettled(plan)) {
    await bringRecordUpToDate(plan);
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
        replace(plan.target, { expected: plan.before, content: plan.after });
        return kept;
      });
      const record = plan.record && { ...plan.record, createdFolders };
      const applied = { plan, backup };
      // what we made is known before anybody is looked for who wrote behind us; what we took out only when it has stayed out
      if (record !== undefined) writeRecord(plan.manifestPath, plan.target, record);
      onWritten(applied);
      refuseIfChanged(plan.target, plan.after);
      if (record === undefined) writeRecord(plan.manifestPath, plan.target, undefined);
      return applied;
    } finally {
      if (!fs.existsSync(plan.target)) removeEmptyFolders(createdFolders);
    }
  });
}

/** The file needs no change, but the manifest may speak of another content: its record was lost, or others have written since. */
async function bringRecordUpToDate({ manifestPath, target, record }: Plan): Promise<void> {
  const isStale = (): boolean => readManifest(manifestPath)[target]?.after !== record?.after;
  if (!isStale()) return;
  fs.mkdirSync(path.dirname(manifestPath), { recursive: true, mode: 0o700 });
  await withLock(manifestPath, () => {
    if (isStale()) writeRecord(manifestPath, target, record); // another installer may have been quicker
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
