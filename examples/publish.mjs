// Publishes events of your own beside those of Claude Code, all over one socket: node examples/publish.mjs
import { createPublisher } from 'mpm-hook';

const publisher = createPublisher();
for (const step of ['lint', 'build', 'test']) {
  const id = await publisher.publish({ type: 'custom.build', data: { step, ok: true } });
  process.stdout.write(`${step} is stored as ${id}\n`);
}
await publisher.close();
