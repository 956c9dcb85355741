import { expect, test } from 'vitest';
import { envelopeOf, linesOf, parse } from '../helpers/event-lines.ts';
import { capturedEvents } from '../helpers/fixtures.ts';

/** What stands behind time, project and session for each captured event, when nothing is cut. */
const LINES: readonly (readonly [name: string, says: string])[] = [
  ['ConfigChange.local_settings', 'ConfigChange                    .claude/settings.local.json (local_settings)'],
  ['ConfigChange.project_settings', 'ConfigChange                    .claude/settings.json (project_settings)'],
  ['CwdChanged', 'CwdChanged                      /home/dev/project → sub'],
  ['DirectoryAdded.register_repo_root', 'DirectoryAdded                  sub'],
  ['Elicitation', 'Elicitation                     demo: Pick a value'],
  ['ElicitationResult', 'ElicitationResult               demo: cancel'],
  ['FileChanged', 'FileChanged                     watched.txt (change)'],
  ['InstructionsLoaded.compact', 'InstructionsLoaded              CLAUDE.md (compact)'],
  ['InstructionsLoaded.include', 'InstructionsLoaded              notes.md (include)'],
  ['InstructionsLoaded.nested_traversal', 'InstructionsLoaded              sub/CLAUDE.md (nested_traversal)'],
  ['InstructionsLoaded.path_glob_match', 'InstructionsLoaded              .claude/rules/ts.md (path_glob_match)'],
  ['InstructionsLoaded.session_start', 'InstructionsLoaded              CLAUDE.md (session_start)'],
  ['MessageDisplay', 'MessageDisplay                  Hello from the mock.'],
  [
    'Notification.elicitation_response',
    'Notification                    Elicitation response for server "demo": cancel',
  ],
  ['Notification.idle_prompt', 'Notification                    Claude is waiting for your input'],
  ['Notification.permission_prompt', 'Notification                    Claude needs your permission to use Bash'],
  [
    'PermissionDenied.Bash.Classifier_unavailable',
    'PermissionDenied    Bash        Classifier unavailable (echo oops >&2; exit 3)',
  ],
  ['PermissionRequest.Bash', 'PermissionRequest   Bash        echo oops >&2; exit 3'],
  ['PermissionRequest.Write', 'PermissionRequest   Write       new.txt'],
  ['PostCompact.auto', 'PostCompact                     auto: Mock reply: nothing more to do.'],
  ['PostCompact.manual', 'PostCompact                     manual: The command printed hi.'],
  ['PostModelSwitch.command', 'PostModelSwitch                 claude-opus-5-5 → claude-sonnet-5-5'],
  ['PostModelSwitch.sdk', 'PostModelSwitch                 claude-opus-5-5 → claude-sonnet-5'],
  ['PostToolBatch', 'PostToolBatch                   1 call'],
  ['PostToolBatch.sub', 'PostToolBatch                   [general-purpose a568]  1 call'],
  ['PostToolUse.Agent', 'PostToolUse         Agent       369 ms  Small job (general-purpose)'],
  ['PostToolUse.Agent.sub', 'PostToolUse         Agent       [general-purpose a7be]  227 ms  Inner (general-purpose)'],
  ['PostToolUse.Bash', 'PostToolUse         Bash        44 ms  echo hi'],
  ['PostToolUse.Bash.sub', 'PostToolUse         Bash        [general-purpose a568]  65 ms  echo from-sub'],
  ['PostToolUse.Edit', 'PostToolUse         Edit        6 ms  new.txt'],
  ['PostToolUse.Read', 'PostToolUse         Read        38 ms  a.txt'],
  ['PostToolUse.TaskCreate', 'PostToolUse         TaskCreate  10 ms  First task'],
  ['PostToolUse.TaskUpdate', 'PostToolUse         TaskUpdate  4 ms  #1 in_progress'],
  ['PostToolUse.Write', 'PostToolUse         Write       15 ms  new.txt'],
  ['PostToolUse.mcp__demo__ask', 'PostToolUse         mcp__demo__ask  28 ms  {"topic":"colour"}'],
  ['PostToolUseFailure.Bash', 'PostToolUseFailure  Bash        37 ms  Exit code 3: oops (echo oops >&2; exit 3)'],
  ['PostToolUseFailure.Bash.sub', 'PostToolUseFailure  Bash        [Explore acf7]  46 ms  Exit code 7 (exit 7)'],
  [
    'PostToolUseFailure.Read',
    'PostToolUseFailure  Read        12 ms  File does not exist. Note: your current working directory is /home/dev/project. (does-not-exist.txt)',
  ],
  ['PostToolUseFailure.mcp__demo__boom', 'PostToolUseFailure  mcp__demo__boom  16 ms  boom failed on purpose'],
  ['PreCompact.auto', 'PreCompact                      auto'],
  ['PreCompact.manual', 'PreCompact                      manual: be brief'],
  ['PreModelSwitch.command', 'PreModelSwitch                  claude-opus-5-5 → claude-sonnet-5-5'],
  ['PreModelSwitch.sdk', 'PreModelSwitch                  claude-opus-5-5 → claude-sonnet-5'],
  ['PreToolUse.Agent', 'PreToolUse          Agent       Small job (general-purpose)'],
  ['PreToolUse.Agent.sub', 'PreToolUse          Agent       [general-purpose a7be]  Inner (general-purpose)'],
  ['PreToolUse.Bash', 'PreToolUse          Bash        echo hi'],
  ['PreToolUse.Bash.sub', 'PreToolUse          Bash        [general-purpose a568]  echo from-sub'],
  ['PreToolUse.Edit', 'PreToolUse          Edit        new.txt'],
  ['PreToolUse.Read', 'PreToolUse          Read        a.txt'],
  ['PreToolUse.TaskCreate', 'PreToolUse          TaskCreate  First task'],
  ['PreToolUse.TaskUpdate', 'PreToolUse          TaskUpdate  #1 in_progress'],
  ['PreToolUse.Write', 'PreToolUse          Write       new.txt'],
  ['PreToolUse.mcp__demo__ask', 'PreToolUse          mcp__demo__ask  {"topic":"colour"}'],
  ['PreToolUse.mcp__demo__boom', 'PreToolUse          mcp__demo__boom'],
  ['SessionEnd.clear', 'SessionEnd                      clear'],
  ['SessionEnd.other', 'SessionEnd                      other'],
  ['SessionEnd.prompt_input_exit', 'SessionEnd                      prompt_input_exit'],
  ['SessionStart.clear', 'SessionStart                    clear'],
  ['SessionStart.compact', 'SessionStart                    compact, claude-opus-5-5'],
  ['SessionStart.fork', 'SessionStart                    fork'],
  ['SessionStart.resume', 'SessionStart                    resume'],
  ['SessionStart.startup', 'SessionStart                    startup'],
  ['Setup.init', 'Setup                           init'],
  ['Setup.maintenance', 'Setup                           maintenance'],
  ['Stop', 'Stop                            Hello from the mock.'],
  [
    'StopFailure.authentication_failed',
    'StopFailure                     authentication_failed: Invalid API key · Fix external API key',
  ],
  [
    'StopFailure.max_output_tokens',
    "StopFailure                     max_output_tokens: API Error: Claude's response exceeded the 128000 output token maximum. To configure this behavior, set the CLAUDE_CODE_MAX_OUTPUT_TOKENS environment variable.",
  ],
  [
    'StopFailure.model_not_found',
    "StopFailure                     model_not_found: There's an issue with the selected model (claude-opus-5-5). It may not exist or you may not have access to it. Run --model to pick a different model.",
  ],
  [
    'StopFailure.rate_limit',
    'StopFailure                     rate_limit: API Error: Request rejected (429) · mock: slow down',
  ],
  [
    'StopFailure.server_error',
    'StopFailure                     server_error: API Error: 500 mock: internal. This is a server-side issue, usually temporary — try again in a moment. If it persists, check your inference gateway (127.0.0.1:8080).',
  ],
  ['StopFailure.unknown', 'StopFailure                     unknown: API Error: 400 mock: bad request'],
  ['SubagentStart.sub', 'SubagentStart                   [a568]  general-purpose'],
  ['SubagentStop.sub', 'SubagentStop                    [general-purpose a568]  Subagent result text.'],
  ['TaskCompleted', 'TaskCompleted                   #1 First task'],
  ['TaskCreated', 'TaskCreated                     #1 First task'],
  ['TeammateIdle.sub', 'TeammateIdle                    [ares]  researcher'],
  ['UserPromptExpansion.slash_command', 'UserPromptExpansion             /greet bob'],
  ['UserPromptSubmit', 'UserPromptSubmit                [[mock:hello]] do it'],
  ['WorktreeCreate', 'WorktreeCreate                  agent-a4f82b7878789210d'],
  ['WorktreeRemove', 'WorktreeRemove                  /home/dev/trees/wt'],
];

test('there is a row for every captured event', () => {
  expect(LINES.map(([name]) => name)).toEqual(capturedEvents().map(({ name }) => name));
});

test.each(LINES)('%s reads "%s"', (name, says) => {
  const captured = capturedEvents().find((event) => event.name === name);
  const line = linesOf().print(envelopeOf(parse(captured?.bytes ?? Buffer.from('{}'))));

  expect(line).toMatch(/^12:00:00 {2}\S+ +[0-9a-f]{4} {2}/);
  expect(line.replace(/^12:00:00 {2}\S+ +[0-9a-f]{4} {2}/, '')).toBe(says);
});
