import { spawn } from 'node:child_process';
import { findFullProgram } from './full-program.ts';

/** Signal numbers as a shell reports them: 128 + n. */
const SIGNALS: Readonly<Record<string, number>> = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGPIPE: 13,
  SIGTERM: 15,
};

/** Becomes the full program as far as anyone outside can tell: its streams, its terminal, its signals, its exit status. */
export function handOver(args: readonly string[]): void {
  const program = findFullProgram();
  const child = spawn(program.command, [...program.args, ...args], { stdio: 'inherit' });
  // A terminal sends Ctrl-C to both of us; the child decides what it means.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => {
    child.kill('SIGTERM');
  });
  child.on('error', () => {
    process.stderr.write(`mpm-hook: ${program.command} cannot be started.\n  Install mpm-hook again: ./install.sh\n`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => {
    process.exit(code ?? 128 + (SIGNALS[signal ?? ''] ?? 15));
  });
}
