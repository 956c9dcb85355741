import type { Settings, Surroundings } from '../shared/config.ts';
import { ensureHome } from '../shared/home-folder.ts';
import { homePaths } from '../shared/paths.ts';
import { watchForEnd } from './end-watch.ts';
import { createLogFile } from './log-file.ts';
import { scrubLog } from './log-scrub.ts';
import { readPageFiles } from './page-files.ts';
import { createReporter } from './reporter.ts';
import { type StartOptions, startDaemon } from './start.ts';

export interface RunOptions {
  readonly surroundings: Surroundings;
  readonly settings: Settings;
  /** Sentences about settings that could not be used; they go to the log. */
  readonly warnings: readonly string[];
  /** Where the sentences of the log go besides, when a person runs the daemon in a terminal. */
  readonly say?: ((line: string) => void) | undefined;
}

/** What still holds the process after its end is cut off then. */
const END_MS = 5000;

/**
 * The daemon's whole life. Resolves to the exit code once it is over: 0 when it was told to stop, had nothing more to
 * do, or was not needed since another daemon owns the home (a lost race is no error); 1 when it failed.
 */
export async function runDaemon({ surroundings, settings, warnings, say }: RunOptions): Promise<number> {
  process.title = 'mpm-hook daemon';
  process.umask(0o077);
  const paths = homePaths(surroundings.home);
  ensureHome(paths);
  process.chdir(paths.home); // no folder of the user's is held, and none can be deleted under us
  const log = createLogFile(paths.log);
  const reporter = createReporter({ log, nowMs: Date.now, isDebug: settings.debug, say });
  for (const problem of warnings) reporter.report('setting_unusable', { problem });

  const scrub: StartOptions['scrubLog'] = (names, how) => {
    log.close(); // its next line opens the file that takes the place of this one
    return scrubLog(paths.log, names, how);
  };

  const end = watchForEnd(reporter);
  try {
    const page = readPageFiles();
    const daemon = await startDaemon({ paths, settings, reporter, page, scrubLog: scrub, requestEnd: end.request });
    if (daemon === undefined) return 0;
    const { reason, exitCode } = await end.came;
    await daemon.stop(reason);
    return exitCode;
  } catch (error) {
    reporter.report('crashed', { error });
    throw error;
  } finally {
    end.close();
    log.close();
    setTimeout(() => process.kill(process.pid, 'SIGKILL'), END_MS).unref();
  }
}
