import { printPath } from '../claude-places.ts';
import { isRunning } from '../is-running.ts';
import { until } from '../until.ts';
import { type Finding, ok, problem, warning } from './finding.ts';
import { type HookCall, hookCalls } from './hook-calls.ts';
import type { Patient } from './patient.ts';
import { runHookCall } from './run-hook-call.ts';
import { watchForProbe } from './watch-for-probe.ts';

/** A hook that finds no daemon starts one, which has this long to come up. */
const START_MS = 10_000;
const ARRIVAL_MS = 2000;
/** The first runs find nothing in the caches; the middle one of so many is what sessions feel. */
const ROUNDS = 5;

/** Does an event get through? Runs each registered command just as Claude Code would, and waits to see the probe arrive. */
export async function checkProbe(patient: Patient): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const call of hookCalls(patient)) findings.push(...(await probe(call, patient)));
  return findings;
}

async function probe(call: HookCall, patient: Patient): Promise<readonly Finding[]> {
  const { world } = patient;
  const name = printPath(call.program, world);
  const where = { home: world.paths.home, port: patient.settings.port };
  const findings: Finding[] = [];

  if (!(await isRunning(where))) {
    // The hook's own way of starting the daemon is part of what is to be proved.
    const fault = faultOf(await runHookCall(call, world, 'wake'), name);
    if (fault !== undefined) return [fault];
    if (!(await until(() => isRunning(where), START_MS))) {
      return [problem(`${name} did not bring the daemon up`, 'mpm-hook daemon start')];
    }
    findings.push(ok('Hook started the daemon'));
  }

  const times: ProbeTimes[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const went = await goThrough(call, patient);
    if ('state' in went) return [...findings, went];
    times.push(went);
  }
  const arrival = median(times.map(({ arrivedMs }) => arrivedMs));
  const hook = median(times.map(({ hookMs }) => hookMs));
  const detail = `arrived after ${arrival.toFixed(1)} ms, hook took ${hook.toFixed(1)} ms`;
  return [...findings, ok('Probe went through the registered command', detail)];
}

interface ProbeTimes {
  readonly arrivedMs: number;
  readonly hookMs: number;
}

/** One probe, from the command's start until it is seen. */
async function goThrough(call: HookCall, { world, settings }: Patient): Promise<ProbeTimes | Finding> {
  const watch = await watchForProbe({ home: world.paths.home, port: settings.port }, ARRIVAL_MS);
  try {
    const run = await runHookCall(call, world, watch.probeId);
    const fault = faultOf(run, printPath(call.program, world));
    if (fault !== undefined) return fault;
    const arrivedAt = await watch.arrived;
    if (arrivedAt !== undefined) return { arrivedMs: arrivedAt - run.startedAt, hookMs: run.tookMs };
    const name = printPath(call.program, world);
    return problem(`The probe went into ${name} and did not arrive`, 'mpm-hook daemon logs --level warn');
  } finally {
    await watch.close();
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

/** What a hook must never do, since Claude Code shows it, hands it to the model, or blocks a tool on it (F4). */
function faultOf(run: Awaited<ReturnType<typeof runHookCall>>, name: string): Finding | undefined {
  if (run.failure !== undefined) return problem(`${name} cannot be started: ${run.failure}`, 'mpm-hook install');
  if (run.exitCode !== 0)
    return problem(`${name} ended with ${run.exitCode}, which Claude Code takes for an objection`, 'mpm-hook install');
  if (run.said !== '') return warning(`${name} wrote something, which Claude Code reads`, 'mpm-hook install');
  return undefined;
}
