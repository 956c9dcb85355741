import * as path from 'node:path';
import type { WiredEntry, WiringPlace } from '../../install/find-wiring.ts';
import type { Patient } from './patient.ts';

/** A registered command, ready to be run as Claude Code would. */
export interface HookCall {
  /** The file behind it, for the sentence. */
  readonly program: string;
  readonly command: string;
  /** Undefined: the command is a line for the shell. */
  readonly args: readonly string[] | undefined;
  readonly pluginFolder: string | undefined;
}

/** The different commands among all entries of ours that Claude Code would run and that can be run. */
export function hookCalls({ wiring }: Patient): readonly HookCall[] {
  const inForce = wiring.places.filter(({ stoppedBy, problem }) => stoppedBy === undefined && problem === undefined);
  const calls = inForce.flatMap((place) => place.entries.flatMap((entry) => toCall(entry, pluginFolderOf(place))));
  const different = new Map(calls.map((call) => [JSON.stringify(call), call]));
  return [...different.values()];
}

function toCall({ handler, program }: WiredEntry, pluginFolder: string | undefined): HookCall[] {
  const { command, args } = handler;
  if (typeof command !== 'string' || program === undefined || !program.isRunnable) return [];
  const words = Array.isArray(args) ? args.map(String) : undefined;
  return [{ program: program.path, command, args: words, pluginFolder }];
}

function pluginFolderOf({ plugin, file }: WiringPlace): string | undefined {
  return plugin === undefined ? undefined : path.dirname(path.dirname(file));
}
