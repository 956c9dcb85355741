import * as fs from 'node:fs';
import { findContenders } from './contenders.ts';
import { runLoad } from './load.ts';
import { buildLoad } from './programs.ts';
const [, , subs = '100', rate = '0', only = '', seconds = '2'] = process.argv;
const folder = fs.mkdtempSync('/tmp/fan-try-');
const program = buildLoad(folder);
for (const one of findContenders(console.log)) {
  if (only && !one.name.match(only)) continue;
  const server = await one.start(folder, 1024);
  try {
    const m = await runLoad({ program, folder, server }, { ...server.load, subscribers: Number(subs), seconds: Number(seconds), warmup: 1, ...(Number(rate) > 0 ? { rate: Number(rate) } : {inFlight: 64}) });
    console.log(one.name, subs, rate, 'cpu/deliv', (m.cpuUs / m.deliveries).toFixed(2), 'cpu/event', (m.cpuUs / m.events).toFixed(1), 'deliv/s', Math.round(m.deliveries / m.seconds), 'ev/s', Math.round(m.events/m.seconds), 'p50', m.p50Ms, 'p99', m.p99Ms, 'cores', (m.cpuUs / 1e6 / m.seconds).toFixed(2), JSON.stringify(m));
  } finally { await server.stop(); }
}
fs.rmSync(folder, { recursive: true });
