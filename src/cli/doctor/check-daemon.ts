import { performance } from 'node:perf_hooks';
import { type Connection, openConnection } from '../../client/connection.ts';
import { findDaemon } from '../../client/find-daemon.ts';
import { readStatus } from '../../client/read-status.ts';
import { errorCode } from '../../shared/errors.ts';
import { printCount } from '../../shared/print-count.ts';
import { isNewer, VERSION } from '../../shared/version.ts';
import { isObject } from '../../shared/wire.ts';
import { type Finding, ok, problem, warning } from './finding.ts';
import type { Patient } from './patient.ts';

/** A daemon at work answers in a few milliseconds; past this it is wedged (F23). */
const TIMEOUT_MS = 2000;

/** Is a daemon there, ours, awake, of this release, and well? */
export async function checkDaemon(patient: Patient): Promise<readonly Finding[]> {
  const { world, settings } = patient;
  const address = findDaemon({ home: world.paths.home, port: settings.port });
  try {
    const connection = await openConnection(address, { timeoutMs: TIMEOUT_MS });
    try {
      const startedAt = performance.now();
      const status = await readStatus(connection);
      const answerMs = performance.now() - startedAt;
      const place = address.port === settings.port ? '' : `, on port ${address.port}`;
      return [
        ok('Daemon answers', `${answerMs.toFixed(1)} ms${place}`),
        ...versionOf(connection),
        ...conditionOf(status),
      ];
    } finally {
      connection.close();
    }
  } catch (error) {
    return [absenceOf(errorCode(error), address.port, error)];
  }
}

function absenceOf(code: string | undefined, port: number, error: unknown): Finding {
  if (code === 'DAEMON_NOT_RUNNING')
    return warning('Daemon does not run; the next hook starts it', 'mpm-hook daemon start');
  if (code === 'DAEMON_SILENT') return problem('Daemon is there and does not answer', 'mpm-hook daemon restart');
  if (code === 'DAEMON_STRANGER') {
    // Never ended: whoever has the port keeps it, and our daemon takes another one (F18, F22).
    return problem(`Port ${port} is held by a program that is not your daemon`, 'mpm-hook daemon start');
  }
  throw error;
}

function versionOf({ daemon }: Connection): Finding[] {
  if (isNewer(VERSION, daemon.version)) {
    return [warning(`Daemon is ${daemon.version}, this is ${VERSION}`, 'mpm-hook daemon restart')];
  }
  return isNewer(daemon.version, VERSION)
    ? [warning(`Daemon is ${daemon.version}, this is only ${VERSION}`, 'Install the newer one here too.')]
    : [];
}

/** Losses and troubles that the daemon has counted (F33). */
function conditionOf(status: Readonly<Record<string, unknown>>): Finding[] {
  const { dropped, rejected, store, search } = status;
  const findings: Finding[] = [];
  if (isObject(store) && store.durable === false) {
    findings.push(
      problem('Events are kept in memory only: the store cannot be written', 'mpm-hook daemon logs --level error'),
    );
  }
  if (isObject(search) && search.state === 'off') {
    findings.push(
      warning(`Nothing can be searched: ${search.reason ?? 'unknown'}`, 'mpm-hook daemon logs --level warn'),
    );
  }
  if (isObject(store) && typeof store.setAside === 'string') findings.push(damageOf(store));
  if (typeof dropped === 'number' && dropped > 0) {
    findings.push(warning(`${printCount(dropped, 'event')} dropped so far`, 'mpm-hook daemon status --json'));
  }
  if (typeof rejected === 'number' && rejected > 0) {
    findings.push(warning(`${printCount(rejected, 'event')} refused so far`, 'mpm-hook daemon logs --level warn'));
  }
  return findings;
}

/** Said until somebody has taken the damaged file away. */
function damageOf({ setAside, salvaging, salvaged, lost }: Readonly<Record<string, unknown>>): Finding {
  const kept = printCount(typeof salvaged === 'number' ? salvaged : 0, 'event');
  const file = `It lies at ${setAside}; remove it once you do not need it.`;
  if (salvaging === true) return warning(`The store was damaged; ${kept} copied so far`, file);
  const gone = typeof lost === 'number' ? lost.toLocaleString('en') : 'nobody knows how many';
  return warning(`The store was damaged; ${kept} could be read, ${gone} lost`, file);
}
