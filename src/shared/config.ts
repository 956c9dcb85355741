import * as fs from 'node:fs';
import * as os from 'node:os';
import { parseBytes } from './byte-size.ts';
import { errorCode, MpmError } from './errors.ts';
import { homeFolder } from './paths.ts';
import {
  type Capture,
  LEAST_CAPTURE,
  type Projects,
  parseCapture,
  parseDays,
  parseProjects,
  projectProblems,
} from './project-settings.ts';
import type { WrittenPattern } from './redact/user-patterns.ts';

/** What a person may tune. Each key stands in `config.json`, and as `MPM_HOOK_<KEY_IN_CAPITALS>` in the environment, which wins. */
export interface Settings {
  /** Where the daemon listens first, on 127.0.0.1; a stranger there makes it take the next free port up to 8785. */
  readonly port: number;
  /** The hook's one deadline after stdin has ended. */
  readonly timeoutMs: number;
  /** The daemon ends itself after so long without publishers and subscribers; 0 = never. */
  readonly idleExitMs: number;
  /** A payload past this is cut at its longest string values, visibly. */
  readonly maxEventBytes: number;
  /** `off` lets every local program read and publish; Host and Origin are checked even then. */
  readonly auth: 'token' | 'off';
  /** Host names beside 127.0.0.1, localhost and [::1] that requests may carry, as for a tunnel. */
  readonly allowedHosts: readonly string[];
  /** Origins beside our own that may connect, compared whole. */
  readonly allowedOrigins: readonly string[];
  /** Shapes of secrets that only the user knows, beside those that everybody knows. */
  readonly redact: readonly WrittenPattern[];
  readonly capture: Capture;
  /** By the absolute path of a folder; the longest one that an event lies in counts. */
  readonly projects: Projects;
  /** Events older than this go, but those of pinned sessions; 0 = none does. */
  readonly retentionDays: number;
  /** Past so many bytes on disk the oldest events go, but those of pinned sessions; 0 = there is no limit. */
  readonly retentionMaxBytes: number;
  /** Log what is only of use when something is wrong. */
  readonly debug: boolean;
}

/** Less than this would be gone before anybody looked: SQLite's log alone takes half of it. */
const LEAST_MAX_BYTES = 16 * 1024 * 1024;

const CAREFUL: Partial<Settings> = { capture: LEAST_CAPTURE };

const DEFAULTS: Settings = {
  port: 8765,
  timeoutMs: 250,
  idleExitMs: 12 * 60 * 60 * 1000,
  maxEventBytes: 256 * 1024,
  auth: 'token',
  allowedHosts: [],
  allowedOrigins: [],
  redact: [],
  capture: 'full',
  projects: {},
  retentionDays: 30,
  retentionMaxBytes: 2 * 1024 ** 3,
  debug: false,
};

/** Each turns what was written into a value, or undefined when it is not one. */
const PARSERS: { readonly [Key in keyof Settings]: (written: unknown) => Settings[Key] | undefined } = {
  port: (written) => toWhole(written, { least: 1, most: 65_535 }),
  timeoutMs: (written) => toWhole(written, { least: 1, most: 60_000 }),
  idleExitMs: (written) => toWhole(written, { least: 0, most: Number.MAX_SAFE_INTEGER }),
  maxEventBytes: (written) => toWhole(written, { least: 1024, most: 64 * 1024 * 1024 }),
  auth: (written) => (written === 'token' || written === 'off' ? written : undefined),
  allowedHosts: toList,
  allowedOrigins: toList,
  redact: toPatterns,
  capture: parseCapture,
  projects: parseProjects,
  retentionDays: parseDays,
  retentionMaxBytes: toMaxBytes,
  debug: toSwitch,
};

export interface LoadedSettings {
  readonly settings: Settings;
  /** Sentences about what was written and could not be used: unknown keys, values of the wrong kind. */
  readonly warnings: readonly string[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads `config.json` and the environment; what neither names has its default. Throws only for a file that is no JSON object. */
export function loadSettings(configFile: string, env: Environment): LoadedSettings {
  const written = readConfigFile(configFile);
  const warnings = Object.keys(written)
    .filter((key) => !Object.hasOwn(DEFAULTS, key))
    .map((key) => `Unknown setting "${key}" in ${configFile}.`);
  const settings: Record<string, unknown> = { ...DEFAULTS };
  for (const key of Object.keys(DEFAULTS) as (keyof Settings)[]) {
    const sources: [string, unknown][] = [
      [`"${key}" in ${configFile}`, written[key]],
      [variableOf(key), env[variableOf(key)]],
    ];
    for (const [where, value] of sources.filter(isWritten)) {
      const { counts, warning } = readValue(key, value);
      if (counts !== undefined) settings[key] = counts;
      if (warning !== undefined) warnings.push(`${where} ${warning}`);
    }
  }
  for (const problem of projectProblems(written.projects)) warnings.push(`In ${configFile}: ${problem}`);
  return { settings: settings as unknown as Settings, warnings };
}

function isWritten([, value]: [string, unknown]): boolean {
  return value !== undefined && value !== '';
}

function readValue(key: keyof Settings, value: unknown): { readonly counts: unknown; readonly warning?: string } {
  const parsed = PARSERS[key](value);
  if (parsed !== undefined) return { counts: parsed };
  const counts = CAREFUL[key];
  const follows = counts === undefined ? 'it is left out' : `it counts as ${JSON.stringify(counts)}`;
  return { counts, warning: `cannot be ${JSON.stringify(value)}; ${follows}.` };
}

/** What of its surroundings a process of ours may know: read once, at the top, and handed on. */
export interface Surroundings {
  readonly env: Environment;
  readonly userHome: string;
  /** `$MPM_HOOK_HOME`, default `~/.mpm-hook`. */
  readonly home: string;
}

export function readSurroundings(): Surroundings {
  const userHome = os.homedir() || os.userInfo().homedir; // an empty HOME would make it the current folder
  return { env: process.env, userHome, home: homeFolder(userHome, process.env.MPM_HOOK_HOME) };
}

/** `idleExitMs` → `MPM_HOOK_IDLE_EXIT_MS`. */
function variableOf(key: string): string {
  return `MPM_HOOK_${key.replace(/([A-Z])/g, '_$1').toUpperCase()}`;
}

function readConfigFile(file: string): Record<string, unknown> {
  let text: string;
  try {
    text = fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return {};
    throw new MpmError('CONFIG_UNREADABLE', `${file} cannot be read.`, { hint: `ls -l ${file}`, cause: error });
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // the sentence below says it
  }
  throw new MpmError('CONFIG_MALFORMED', `${file} is not a JSON object.`, { hint: 'Mend it, or move it away.' });
}

function toWhole(written: unknown, bounds: { least: number; most: number }): number | undefined {
  const value = typeof written === 'string' && written.trim() !== '' ? Number(written) : written;
  if (typeof value !== 'number' || !Number.isInteger(value)) return undefined;
  return value >= bounds.least && value <= bounds.most ? value : undefined;
}

function toList(written: unknown): readonly string[] | undefined {
  if (typeof written === 'string')
    return written
      .split(',')
      .map((item) => item.trim())
      .filter(Boolean);
  return Array.isArray(written) && written.every((item) => typeof item === 'string') ? written : undefined;
}

/** An entry of another form stays, empty: whoever compiles it says what is wrong with it. */
function toPatterns(written: unknown): readonly WrittenPattern[] | undefined {
  if (!Array.isArray(written)) return undefined;
  return written.map((entry: unknown) => {
    const { kind, pattern } = Object(entry) as Readonly<Record<string, unknown>>;
    return { kind: typeof kind === 'string' ? kind : '', pattern: typeof pattern === 'string' ? pattern : '' };
  });
}

function toMaxBytes(written: unknown): number | undefined {
  const bytes = parseBytes(written);
  return bytes === 0 || (bytes !== undefined && bytes >= LEAST_MAX_BYTES) ? bytes : undefined;
}

function toSwitch(written: unknown): boolean | undefined {
  if (written === true || written === '1' || written === 'true') return true;
  return written === false || written === '0' || written === 'false' ? false : undefined;
}
