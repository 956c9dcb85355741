import { checkClaudeCode } from './check-claude-code.ts';
import { checkDaemon } from './check-daemon.ts';
import { checkHome } from './check-home.ts';
import { checkHookSettings } from './check-hook-settings.ts';
import { checkHttpHooks } from './check-http-hooks.ts';
import { checkProbe } from './check-probe.ts';
import { checkPrograms } from './check-programs.ts';
import { checkRegistered } from './check-registered.ts';
import { checkSpool } from './check-spool.ts';
import type { Finding } from './finding.ts';
import type { Patient } from './patient.ts';

export type Check = (patient: Patient) => Promise<readonly Finding[]> | readonly Finding[];

/** In the order of an event's way: from Claude Code through the hook to the daemon. The probe goes all of it. */
export const CHECKS: Readonly<Record<string, Check>> = {
  'claude-code': checkClaudeCode,
  registered: checkRegistered,
  'hook-settings': checkHookSettings,
  programs: checkPrograms,
  'http-hooks': checkHttpHooks,
  home: checkHome,
  daemon: checkDaemon,
  probe: checkProbe,
  spool: checkSpool,
};
