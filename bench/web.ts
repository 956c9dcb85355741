import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { parseArgs } from 'node:util';
import { buildPart } from '../scripts/build/build-part.ts';
import { webPage } from '../scripts/build/web-page.ts';
import { describeMachine, warnIfBusy, writeResults } from './machine.ts';
import { printVerdict, type Verdict } from './verdict.ts';
import { startFilled } from './web-home.ts';
import { judgeView } from './web-limits.ts';
import { begin } from './web-live.ts';
import { launchBrowser, measureView, type ViewCost } from './web-measure.ts';
import { BUSY_EVENTS, BUSY_SESSION, MEASURED_VIEWS } from './web-views.ts';

/** The dashboard over a full store, while events arrive; docs/benchmarks.md says how to read it. */
const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '1000000' },
    seconds: { type: 'string', default: '60' },
    rate: { type: 'string', default: '500' },
    only: { type: 'string' },
    home: { type: 'string' },
  },
});
const say = (text: string) => void process.stdout.write(`${text}\n`);
const machine = describeMachine();
const busy = warnIfBusy(machine);
if (busy !== undefined) say(busy);

await buildPart(webPage, say);
const folder = values.home ?? fs.mkdtempSync(path.join(os.tmpdir(), 'mpm-bench-web-'));
const browser = await launchBrowser();
if (browser === undefined) throw new Error('There is no Chromium here; CHROMIUM can say where it is.');
const daemon = await startFilled(path.resolve(folder), Number(values.events), say);
const options = { seconds: Number(values.seconds), perSecond: Number(values.rate) };
try {
  await begin(daemon, BUSY_SESSION, BUSY_EVENTS);
  const costs: ViewCost[] = [];
  const verdicts: Verdict[] = [];
  for (const view of MEASURED_VIEWS.filter(({ name }) => values.only === undefined || name === values.only)) {
    const cost = await measureView({ browser, daemon }, view, options);
    costs.push(cost);
    const judged = judgeView(cost);
    verdicts.push(...judged);
    for (const verdict of judged) say(printVerdict(verdict));
  }
  const load = { loadAtEnd: os.loadavg()[0] };
  say(
    `Written to ${writeResults('web', { machine: { ...machine, ...load }, events: values.events, ...options, costs, verdicts })}`,
  );
  if (verdicts.some(({ holds }) => !holds)) process.exitCode = 1;
} finally {
  await browser.close();
  await daemon.stop();
  if (values.home === undefined) fs.rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
