import { handOver } from './hand-over.ts';
import { runHook } from './run-hook.ts';

const args = process.argv.slice(2);
if (args.length > 0) handOver(args);
else if (process.stdin.isTTY) handOver(['--help']);
else runHook();
