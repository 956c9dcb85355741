import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';

/** One firing, as the witness saw it. */
export interface Recorded {
  readonly atUs: number;
  readonly event: Readonly<Record<string, unknown>>;
}

export interface Recorder {
  /** All that was recorded so far, in the order of the witness's own clock. */
  read(): readonly Recorded[];
}

/**
 * Every event of Claude Code 2.1.330 but WorktreeCreate, whose hook has to make the worktree itself, and FileChanged,
 * which fires only for files that its matcher names.
 */
const EVENTS = [
  'PreToolUse PostToolUse PostToolUseFailure PostToolBatch Notification UserPromptSubmit UserPromptExpansion',
  'SessionStart SessionEnd Stop StopFailure SubagentStart SubagentStop PreCompact PostCompact PreModelSwitch',
  'PostModelSwitch PermissionRequest PermissionDenied Setup TeammateIdle TaskCreated TaskCompleted Elicitation',
  'ElicitationResult ConfigChange WorktreeRemove InstructionsLoaded CwdChanged DirectoryAdded MessageDisplay',
].flatMap((line) => line.split(' '));

/** Builds the witness into `folder` and wires it to every event in the settings file, beside whatever hooks are there. */
export function wireRecorder(settingsFile: string, folder: string): Recorder {
  const program = path.join(folder, 'recorder');
  const log = path.join(folder, 'recorded.jsonl');
  execFileSync('cc', ['-O2', '-static', '-o', program, path.join(import.meta.dirname, 'recorder.c')]);
  fs.writeFileSync(log, '');

  const settings = readJson(settingsFile);
  const hooks = (settings.hooks ?? {}) as Record<string, object[]>;
  for (const event of EVENTS) {
    const witness = { hooks: [{ type: 'command', command: program, args: [log], timeout: 5 }] };
    hooks[event] = [...(hooks[event] ?? []), witness];
  }
  fs.writeFileSync(settingsFile, JSON.stringify({ ...settings, hooks }, null, 2));

  return { read: () => parseLog(fs.readFileSync(log, 'utf8')) };
}

function parseLog(text: string): readonly Recorded[] {
  const lines = text.split('\n').filter(Boolean);
  const all = lines.map((line) => JSON.parse(line) as { at_us: number; event: Recorded['event'] });
  return all.map(({ at_us, event }) => ({ atUs: at_us, event })).sort((a, b) => a.atUs - b.atUs);
}

function readJson(file: string): Record<string, unknown> {
  return fs.existsSync(file) ? (JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, unknown>) : {};
}
