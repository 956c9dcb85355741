// Publishes events of your own beside those of Claude Code: node examples/publish.mjs
import { connect } from 'mpm-hook';

const client = connect({
  onNotice: ({ kind, count }) => kind === 'dropped' && console.error(`${count} events are lost.`),
});
for (const step of ['lint', 'build', 'test']) {
  client.publish('custom.build', { step, ok: true }); // takes no time, waits for nobody
}
await client.flush();
console.log('All of it is stored.');
await client.close();
