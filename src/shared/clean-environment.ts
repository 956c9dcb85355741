const KEPT = ['HOME', 'PATH', 'USER', 'LANG', 'TZ', 'TMPDIR', 'MPM_HOOK_HOME', 'MPM_HOOK_PORT'];

/** What a process that outlives its caller may know of the caller's environment: no keys, no tokens, nothing that changes how Node runs. */
export function cleanEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of Object.keys(env)) {
    const value = env[name];
    if (value !== undefined && (KEPT.includes(name) || name.startsWith('XDG_'))) kept[name] = value;
  }
  return kept;
}
