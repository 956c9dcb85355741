/**
 * `always`: observing it changes nothing for the user. `on-wish`: it can be seen or felt (see the comment at its row).
 * `with-names`: on wish, and only with the names to watch. `never`: a hook there takes over what Claude Code would have done.
 */
export type Wiring = 'always' | 'on-wish' | 'with-names' | 'never';

interface ClaudeEvent {
  readonly name: string;
  /** The first release of Claude Code that has it. Where only an upper bound is known, that. */
  readonly since: string;
  readonly wiring: Wiring;
  /** Takes only command handlers: an http handler is skipped by Claude Code. */
  readonly commandOnly?: true;
}

/** Every event of Claude Code that may be hooked, in the order of a session's life; the one table that all wiring comes from. */
export const CLAUDE_EVENTS: readonly ClaudeEvent[] = [
  { name: 'Setup', since: '2.1.10', wiring: 'always', commandOnly: true },
  { name: 'SessionStart', since: '1.0.62', wiring: 'always', commandOnly: true },
  { name: 'InstructionsLoaded', since: '2.1.69', wiring: 'always' },
  { name: 'UserPromptSubmit', since: '1.0.54', wiring: 'always' },
  { name: 'UserPromptExpansion', since: '2.1.117', wiring: 'always' },
  { name: 'PreToolUse', since: '1.0.38', wiring: 'always' },
  { name: 'PermissionRequest', since: '2.0.45', wiring: 'always' },
  { name: 'PermissionDenied', since: '2.1.89', wiring: 'always' },
  { name: 'PostToolUse', since: '1.0.38', wiring: 'always' },
  { name: 'PostToolUseFailure', since: '2.0.60', wiring: 'always' },
  { name: 'PostToolBatch', since: '2.1.118', wiring: 'always' },
  { name: 'Notification', since: '1.0.38', wiring: 'always' },
  { name: 'SubagentStart', since: '2.0.43', wiring: 'always' },
  { name: 'SubagentStop', since: '1.0.41', wiring: 'always' },
  { name: 'TaskCreated', since: '2.1.84', wiring: 'always' },
  { name: 'TaskCompleted', since: '2.1.33', wiring: 'always' },
  { name: 'TeammateIdle', since: '2.1.33', wiring: 'always' },
  { name: 'Stop', since: '1.0.38', wiring: 'always' },
  { name: 'StopFailure', since: '2.1.78', wiring: 'always' },
  { name: 'Elicitation', since: '2.1.76', wiring: 'always' },
  { name: 'ElicitationResult', since: '2.1.76', wiring: 'always' },
  { name: 'CwdChanged', since: '2.1.83', wiring: 'always' },
  { name: 'DirectoryAdded', since: '2.1.219', wiring: 'always' },
  { name: 'ConfigChange', since: '2.1.49', wiring: 'always' },
  { name: 'PostModelSwitch', since: '2.1.251', wiring: 'always' },
  { name: 'WorktreeRemove', since: '2.1.50', wiring: 'always' },
  { name: 'SessionEnd', since: '1.0.85', wiring: 'always' },
  // Fires for each finished line while text streams, and holds that line back until the hook has ended.
  { name: 'MessageDisplay', since: '2.1.152', wiring: 'on-wish' },
  // Both leave "… completed successfully" with the hook's command line in the conversation that the model reads.
  { name: 'PreCompact', since: '1.0.48', wiring: 'on-wish' },
  { name: 'PostCompact', since: '2.1.76', wiring: 'on-wish' },
  // Holds up the switch, and says nothing that PostModelSwitch doesn't.
  { name: 'PreModelSwitch', since: '2.1.251', wiring: 'on-wish' },
  // Watches nothing without a matcher that names files.
  { name: 'FileChanged', since: '2.1.83', wiring: 'with-names' },
  // A hook there replaces git worktrees: one that prints no path makes every `claude --worktree` fail.
  { name: 'WorktreeCreate', since: '2.1.50', wiring: 'never' },
];

export function findEvent(name: string): ClaudeEvent | undefined {
  return CLAUDE_EVENTS.find((event) => event.name === name);
}
