import * as fs from 'node:fs';
import * as path from 'node:path';
import { findOnPath, isExecutable } from '../shared/find-on-path.ts';
import { type Handler, isExecForm } from './handler.ts';
import { hookCallOf } from './our-handler.ts';

interface ResolveOptions {
  readonly userHome: string;
  readonly searchPath: string;
  readonly pluginFolder: string | undefined;
}

/** The file that Claude Code would start for a command handler; undefined for handlers that start nothing. */
export function resolveProgram(
  handler: Handler,
  { userHome, searchPath, pluginFolder }: ResolveOptions,
): { path: string; isRunnable: boolean } | undefined {
  const call = hookCallOf(handler);
  if (call === undefined) return undefined;
  const written = call.program;
  // biome-ignore lint/suspicious/noTemplateCurlyInString: Claude Code's own placeholder
  const inPlugin = pluginFolder === undefined ? written : written.replaceAll('${CLAUDE_PLUGIN_ROOT}', pluginFolder);
  // Without a shell in between nobody replaces ~ and $HOME.
  const file = isExecForm(handler) ? inPlugin : inPlugin.replace(/^(?:~|\$HOME|\$\{HOME\})(?=\/)/, userHome);
  if (call.isScript) return { path: file, isRunnable: path.isAbsolute(file) && fs.existsSync(file) };
  if (path.isAbsolute(file)) return { path: file, isRunnable: isExecutable(file) };
  if (file.includes('/')) return { path: file, isRunnable: false }; // relative to wherever the session is
  const found = findOnPath(file, searchPath);
  return { path: found ?? file, isRunnable: found !== undefined };
}
