import { createEventId } from '../shared/event-id.ts';
import { OVERSIZE } from '../shared/event-type.ts';
import { printHookHeader } from '../shared/hook-header.ts';
import type { SpoolHeader } from '../shared/spool.ts';
import { readState } from '../shared/state-file.ts';
import { readToken } from '../shared/token.ts';
import { isNewer, VERSION } from '../shared/version.ts';
import { type DeliveryResult, startDelivery } from './deliver.ts';
import { findFullProgram } from './full-program.ts';
import { launchThroughGate } from './launch-gate.ts';
import { type ReadEvent, readEvent } from './read-event.ts';
import { type HookSettings, readHookSettings, STDIN_DEADLINE_MS } from './settings.ts';
import { spoolEvent } from './spool.ts';
import { trimSpool } from './trim-spool.ts';

/**
 * Carries one event from stdin to the daemon, or into the spool. Says nothing and exits 0, whatever happens: what a
 * hook prints would enter the model's context, and its exit status would block tools.
 */
export function runHook(): void {
  try {
    const settings = readHookSettings();
    if (settings.disabled) process.exit(0);
    if (settings.trims) {
      trimSpool(settings.paths);
      process.exit(0);
    }
    carryEvent(settings);
  } catch {
    process.exit(0); // not even a home to spool into
  }
}

function carryEvent(settings: HookSettings): void {
  let event: ReadEvent | undefined;
  let header: SpoolHeader | undefined;
  let result: DeliveryResult | undefined;

  const finish = (): void => {
    if (event === undefined || header === undefined || result === undefined) return;
    if (result.end !== 'stored') spoolQuietly(settings, header, event.bytes);
    if (isDaemonWanted(result)) launchQuietly(settings);
    process.exit(0);
  };

  const port = readState(settings.paths.state)?.port ?? settings.port;
  const delivery = startDelivery({ port, token: readToken(settings.paths.token) }, (ended) => {
    result = ended;
    finish();
  });

  // Claude Code ends hooks it has no more time for with SIGTERM first: enough to spool. A terminal's Ctrl-C reaches
  // the hook as well as Claude Code.
  const abandon = (): void => delivery.abandon();
  process.on('SIGTERM', abandon);
  process.on('SIGINT', abandon);

  readEvent(STDIN_DEADLINE_MS, (read) => {
    event = read;
    header = describe(settings, read);
    delivery.send(header, read.bytes, settings.deadlineMs);
    finish();
  });
}

/** Nobody there, nobody of ours, nobody awake, or somebody of yesterday: the launcher finds out and mends it. */
function isDaemonWanted(result: DeliveryResult): boolean {
  if (result.end === 'absent' || result.end === 'stranger' || result.end === 'silent') return true;
  return result.daemonVersion !== '' && isNewer(VERSION, result.daemonVersion);
}

function describe(settings: HookSettings, event: ReadEvent): SpoolHeader {
  const sentAtMs = Date.now();
  const env = process.env;
  const hook = printHookHeader({
    version: VERSION,
    via: settings.via,
    claudePid: env.CLAUDE_PID,
    agent: env.AI_AGENT,
    entrypoint: env.CLAUDE_CODE_ENTRYPOINT,
    attended: env.CLAUDE_CODE_SESSION_ATTENDED,
    project: env.CLAUDE_PROJECT_DIR,
  });
  const elapsedUs = Math.round(performance.now() * 1000);
  const id = createEventId(sentAtMs);
  if (event.oversize) return { id, sentAtMs, elapsedUs, hook, type: OVERSIZE };
  return { id, sentAtMs, elapsedUs, hook };
}

function spoolQuietly(settings: HookSettings, header: SpoolHeader, bytes: Uint8Array): void {
  try {
    spoolEvent(settings.paths, header, bytes);
  } catch {
    // no disk to write to: nothing is left to try, and Claude Code must not suffer for it
  }
}

function launchQuietly(settings: HookSettings): void {
  try {
    launchThroughGate(settings.paths, findFullProgram(), Date.now());
  } catch {
    // the next hook tries again
  }
}
