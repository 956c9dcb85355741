import { handlerFor, type Transport } from './handler.ts';
import { hashOf, type InstallRecord, readManifest, undoExactly } from './manifest.ts';
import { createOwnership, type IsOurs } from './our-handler.ts';
import { readSettingsFile, refuseReadOnly, type SettingsFile, splitByteOrderMark } from './settings-file.ts';
import { editBetween } from './text-edit.ts';
import { type Change, type Containers, containersOf, NO_CONTAINERS, unwireText } from './unwire-text.ts';
import { type WantedHandler, wireText } from './wire-text.ts';
import { isWished, type WiredEvent } from './wiring.ts';

/** What would be done to one settings file. Nothing is written before `applyPlan`. */
export interface Plan {
  readonly settingsPath: string;
  /** The file itself, behind all links. */
  readonly target: string;
  /** The whole content now and then; undefined is the absence of the file. */
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly changes: readonly Change[];
  readonly manifestPath: string;
  /** What the manifest is to say of this file afterwards. */
  readonly record: InstallRecord | undefined;
}

interface InstallOptions {
  readonly settingsPath: string;
  readonly transport: Transport;
  readonly events: readonly WiredEvent[];
  /** `installed.json` in our home; backups go into a folder beside it. */
  readonly manifestPath: string;
}

interface UninstallOptions {
  readonly settingsPath: string;
  readonly manifestPath: string;
  /** The program of this installation, by which entries are known that bear another name. */
  readonly command?: string | undefined;
}

/** Whether there is nothing to do. */
export function isSettled(plan: Plan): boolean {
  return plan.before === plan.after;
}

/**
 * Plans one handler of ours for each event. Entries of ours that stand there are brought up to date, twins and those of
 * other events go, events that somebody wished for stay, and nothing else changes. Throws, before anything is touched, for
 * a file that we could not change without doubt.
 */
export function planInstall({ settingsPath, transport, events, manifestPath }: InstallOptions): Plan {
  const file = readSettingsFile(settingsPath);
  const old = readManifest(manifestPath)[file.target];
  const commands = [...(old?.commands ?? []).filter((known) => known !== transport.command), transport.command];
  const isOurs = createOwnership(commands);
  const { mark, text } = splitByteOrderMark(file.content ?? '');
  const wanted = events.map(
    ({ name, matcher }): WantedHandler => ({ event: name, matcher, handler: handlerFor(name, transport) }),
  );
  const wired = wireText(text, wanted, { file: settingsPath, isOurs, keeps: isWished });
  const after = mark + wired.text;
  const changes = after === file.content ? [] : wired.changes;
  if (after !== file.content) refuseReadOnly(file);

  const without = contentWithoutUs(file, { isOurs, record: old });
  const record: InstallRecord = {
    commands,
    created: file.content === undefined || (without.changes.length > 0 && (old?.created ?? false)),
    createdFolders: old?.createdFolders ?? [],
    before: hashOf(without.content),
    after: hashOf(after),
    undo: editBetween(after, without.content),
    containers: without.containers,
  };
  return { settingsPath, target: file.target, before: file.content, after, changes, manifestPath, record };
}

/** Plans the file as it was before us; where others have changed it since, only our entries go. */
export function planUninstall({ settingsPath, manifestPath, command }: UninstallOptions): Plan {
  const file = readSettingsFile(settingsPath);
  const record = readManifest(manifestPath)[file.target];
  const isOurs = createOwnership([...(record?.commands ?? []), ...(command === undefined ? [] : [command])]);
  const common = { settingsPath, target: file.target, before: file.content, manifestPath, record: undefined };
  if (file.content === undefined) return { ...common, after: undefined, changes: [] };

  const { content, changes } = contentWithoutUs(file, { isOurs, record });
  const after = record?.created && isBlank(content) ? undefined : content;
  if (after !== file.content) refuseReadOnly(file);
  return { ...common, after, changes };
}

interface Without {
  readonly content: string;
  readonly changes: readonly Change[];
  readonly containers: Containers;
}

/** The content that the file would have if we had never been there. */
function contentWithoutUs(file: SettingsFile, known: { isOurs: IsOurs; record: InstallRecord | undefined }): Without {
  const { isOurs, record } = known;
  const { mark, text } = splitByteOrderMark(file.content ?? '');
  const unwired = unwireText(text, { file: file.path, isOurs, stay: record?.containers ?? NO_CONTAINERS });
  const exact = record === undefined ? undefined : undoExactly(mark + text, record);
  const content = exact ?? mark + unwired.text;
  const containers = containersOf(splitByteOrderMark(content).text, file.path);
  return { content, changes: unwired.changes, containers };
}

/** Nothing that anybody could miss. */
function isBlank(content: string): boolean {
  return /^\s*(?:\{\s*\})?\s*$/.test(content);
}
