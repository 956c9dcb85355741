/** What a hook says of itself and of the Claude Code that called it; nothing else of its environment ever leaves it. */
export interface HookHeader {
  readonly version: string;
  /** Which wiring called the hook: `settings`, `plugin` or `http`. */
  readonly via: string;
  readonly claudePid?: string;
  readonly agent?: string;
  readonly entrypoint?: string;
  readonly attended?: string;
  readonly project?: string;
}

/** The value of `x-mpm-hook`: `<version>; via=settings; claude_pid=4711; …`, values percent-encoded, absent ones left out. */
export function printHookHeader(header: HookHeader): string {
  let text = `${header.version}; via=${encodeURIComponent(header.via)}`;
  text += printField('claude_pid', header.claudePid);
  text += printField('agent', header.agent);
  text += printField('entrypoint', header.entrypoint);
  text += printField('attended', header.attended);
  text += printField('project', header.project);
  return text;
}

function printField(name: string, value: string | undefined): string {
  return value === undefined || value === '' ? '' : `; ${name}=${encodeURIComponent(value)}`;
}
