import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { createEventId } from '../src/shared/event-id.ts';
import { ensureHome } from '../src/shared/home-folder.ts';
import { type HomePaths, homePaths } from '../src/shared/paths.ts';
import { printSpoolName, SPOOL_MAX_FILES } from '../src/shared/spool.ts';
import { ensureToken } from '../src/shared/token-file.ts';

const ROOT = path.join(import.meta.dirname, '..');
const LARGE_BYTES = 200_000;

/** A home that only one state of the bench uses. */
export interface BenchHome {
  readonly paths: HomePaths;
  readonly token: string;
  /** The whole environment of hooks in this home that knock at `port`. */
  env(port: number): Record<string, string>;
}

export interface HookWorld {
  readonly folder: string;
  /** The event's file, as Claude Code would write it to stdin; and one that holds a large file's text. */
  readonly event: string;
  readonly largeEvent: string;
  readonly floor: string;
  /** The native hook and the Node build, with a launcher beside them that ends at once: what starts no daemon can be measured without one. */
  readonly native: string;
  readonly node: string;
  /** The programs as built, launcher and all. */
  readonly built: { readonly native: string; readonly full: string };
  createHome(name: string): BenchHome;
  close(): void;
}

/** Builds what is missing, and lays everything out in one throw-away folder. */
export function createHookWorld(): HookWorld {
  const built = { native: path.join(ROOT, 'dist/mpm-hook'), full: path.join(ROOT, 'dist/mpm-hook-full') };
  const nodeBuild = path.join(ROOT, 'dist/node');
  if (![built.native, built.full, nodeBuild].every((file) => fs.existsSync(file))) {
    execFileSync('npm', ['run', 'build'], { cwd: ROOT, stdio: 'inherit' });
  }
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mpm-bench-'));
  const inFolder = (name: string) => path.join(folder, name);
  execFileSync('cc', ['-O2', '-static', '-o', inFolder('floor'), path.join(import.meta.dirname, 'floor.c')]);
  fs.copyFileSync(built.native, inFolder('mpm-hook'));
  fs.copyFileSync('/bin/true', inFolder('mpm-hook-full'));
  fs.cpSync(nodeBuild, inFolder('node'), { recursive: true });
  writeEvents({ event: inFolder('event.json'), largeEvent: inFolder('large-event.json') });

  return {
    folder,
    event: inFolder('event.json'),
    largeEvent: inFolder('large-event.json'),
    floor: inFolder('floor'),
    native: inFolder('mpm-hook'),
    node: inFolder('node/mpm-hook'),
    built,
    createHome: (name) => createHome(inFolder(name)),
    close: () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 }),
  };
}

function createHome(folder: string): BenchHome {
  const paths = homePaths(folder);
  ensureHome(paths);
  const token = ensureToken(paths.token);
  const env = (port: number) => ({
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    HOME: folder,
    MPM_HOOK_HOME: paths.home,
    MPM_HOOK_PORT: String(port),
    FLOOR_PORT: String(port),
    FLOOR_TOKEN: token,
    CLAUDE_PID: String(process.pid),
    CLAUDE_PROJECT_DIR: ROOT,
    CLAUDE_CODE_ENTRYPOINT: 'cli',
  });
  return { paths, token, env };
}

function writeEvents(files: { readonly event: string; readonly largeEvent: string }): void {
  const captured = path.join(ROOT, 'test/fixtures/hook-events/PostToolUse.Edit.json');
  const edit = JSON.parse(fs.readFileSync(captured, 'utf8')) as { tool_input: object };
  const event = { ...edit, tool_use_id: 'toolu_@RUN@' };
  fs.writeFileSync(files.event, `${JSON.stringify(event)}\n`);
  const line = 'const answer = await ask("how long is it?"); // and so on\n';
  const content = line.repeat(Math.ceil(LARGE_BYTES / JSON.stringify(line).length));
  fs.writeFileSync(files.largeEvent, `${JSON.stringify({ ...event, tool_input: { ...event.tool_input, content } })}\n`);
}

/** As many events as a spool may hold, all older than the run. */
export function fillSpool(paths: HomePaths, eventFile: string): void {
  const bytes = fs.readFileSync(eventFile);
  const sentAtMs = Date.now() - 60_000;
  for (let count = 0; count < SPOOL_MAX_FILES; count += 1) {
    const id = createEventId(sentAtMs + count);
    const name = printSpoolName({ sentAtMs: sentAtMs + count, class: 'n', id });
    const header = Buffer.from(
      `${JSON.stringify({ id, sentAtMs: sentAtMs + count, elapsedUs: 900, hook: '0.1.0; via=settings' })}\n`,
    );
    fs.writeFileSync(path.join(paths.spool, name), Buffer.concat([header, bytes]), { mode: 0o600 });
  }
}
