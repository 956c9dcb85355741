// Follows every session of this user and says which tool calls fail: node examples/failures.mjs
import { subscribe } from 'mpm-hook';

const say = (line) => process.stdout.write(`${line}\n`);

const events = subscribe({
  types: ['hook.post_tool_use_failure'],
  onNotice: (notice) => {
    if (notice.kind === 'gap') say(`(${notice.count ?? 'some'} missed)`);
  },
});

for await (const { session_id, data } of events) {
  say(`${session_id}: ${data.tool_name}: ${data.error}`);
}
