/** What a command's exit status says. Never 2: from a hook, Claude Code reads that as "block". */
export const EXIT = {
  done: 0,
  failed: 1,
  /** The old convention of `status` commands. */
  notRunning: 3,
  /** `EX_USAGE` of sysexits.h. */
  misused: 64,
} as const;
