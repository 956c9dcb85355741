import * as fs from 'node:fs';
import * as path from 'node:path';
import { createTempHome, type TempHome } from './temp-home.ts';

const ROOT = path.join(import.meta.dirname, '..', '..');

export interface ClaudeWorld {
  readonly home: TempHome;
  /** The user's own `settings.json`. */
  readonly settings: string;
  /** A program called `mpm-hook`, from the sources; `script` replaces what it does. */
  readonly hook: string;
  writeSettings(settings: object): void;
  /** Settings in which this program is the hook for these events, and nothing else is. */
  wire(command: string, events?: readonly string[]): void;
}

/** A machine with a Claude Code that says which release it is, and a hook that can be registered in it. */
export function createClaudeWorld({
  script,
  release = '2.1.330',
}: {
  script?: string;
  release?: string;
} = {}): ClaudeWorld {
  const home = createTempHome();
  const bin = path.join(home.userHome, 'bin');
  fs.mkdirSync(bin);
  const hook = path.join(bin, 'mpm-hook');
  const source = path.join(ROOT, 'src', 'hook', 'main.ts');
  writeProgram(hook, script ?? `exec ${process.execPath} ${source} "$@"`);
  writeProgram(path.join(bin, 'claude'), `echo "${release} (Claude Code)"`);
  const settings = path.join(home.claudeConfig, 'settings.json');
  const writeSettings = (content: object) => fs.writeFileSync(settings, JSON.stringify(content, null, 2));
  return {
    home: { ...home, env: { ...home.env, PATH: `${bin}:/usr/bin:/bin` } },
    settings,
    hook,
    writeSettings,
    wire(command, events = ['SessionStart', 'PreToolUse', 'Stop']) {
      const groups = [{ hooks: [{ type: 'command', command, args: [], timeout: 5 }] }];
      writeSettings({ hooks: Object.fromEntries(events.map((event) => [event, groups])) });
    },
  };
}

function writeProgram(file: string, script: string): void {
  fs.writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}
