import * as os from 'node:os';
import { compareSnapshots, takeSnapshot } from './watched-files.ts';

/** F48: no test touches the user's own settings or home. Looked at before the first test and after the last; a difference fails the run. */
export default function guard(): () => void {
  const userHome = os.homedir();
  const before = takeSnapshot(userHome);

  return () => {
    const differences = compareSnapshots(before, takeSnapshot(userHome));
    if (differences.length === 0) return;
    process.exitCode = 1;
    throw new Error(`The tests touched the user's own files:\n${differences.join('\n')}`);
  };
}
