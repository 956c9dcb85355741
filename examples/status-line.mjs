// What every session is doing, in one line. As the status line of Claude Code, in ~/.claude/settings.json:
//   "statusLine": { "type": "command", "command": "node /path/to/examples/status-line.mjs" }
import { basename } from 'node:path';
import { readSessions } from 'mpm-hook';

const MARKS = { waiting: '◆', working: '●', idle: '○' };

const sessions = await readSessions({ limit: 20 }).catch(() => []); // no daemon, nothing to say
const live = sessions.filter(({ state }) => state in MARKS);
const parts = live.map(
  ({ state, project, activity, why }) =>
    `${MARKS[state]} ${basename(project ?? '?')}: ${activity?.summary ?? why ?? state}`,
);
console.log(parts.join('   '));
