import { toEventType } from '../../src/shared/event-type.ts';
import type { StoryLine } from './story-line.ts';

type Data = Readonly<Record<string, unknown>>;

interface Told {
  readonly session: string;
  readonly project: string;
}

/** So far back, in seconds, and what Claude Code told then. */
type Step = readonly [agoS: number, event: string, data?: Data];

/** Several sessions at once: one waits, two work, one failed, others have come to rest. */
export function aWorkingDay(nowMs: number): StoryLine[] {
  return STORIES.flatMap(([told, steps]) => steps.map((step) => toLine(told, step, nowMs)));
}

function toLine({ session, project }: Told, [agoS, event, data = {}]: Step, nowMs: number): StoryLine {
  return {
    type: toEventType(event),
    timestamp: new Date(nowMs - agoS * 1000).toISOString(),
    data: { session_id: session, cwd: project, hook_event_name: event, permission_mode: 'default', ...data },
  };
}

/** A call from its beginning to its end. */
function call(
  id: string,
  [agoS, tookS]: readonly [number, number],
  tool: string,
  input: Data,
  more: Data = {},
): Step[] {
  const { error, response = { stdout: '', stderr: '' }, ...rest } = more;
  const ids = { tool_name: tool, tool_input: input, tool_use_id: id, ...rest };
  const end = agoS - tookS;
  const [event, said] =
    error === undefined ? ['PostToolUse', { tool_response: response }] : ['PostToolUseFailure', { error }];
  return [
    [agoS, 'PreToolUse', ids],
    [end, event, { ...ids, ...said, duration_ms: Math.round(tookS * 1000) }],
  ];
}

const SHOP = '/home/dev/code/web-shop';
const API = '/home/dev/code/billing-api';
const DOCS = '/home/dev/code/handbook';
const AGENT = { agent_id: 'a1b2c3', agent_type: 'Explore' };

const STORIES: readonly (readonly [Told, readonly Step[]])[] = [
  [
    { session: '5d0c2a1e-checkout', project: SHOP },
    [
      [1900, 'SessionStart', { source: 'startup', model: 'claude-opus-4-8' }],
      [
        1895,
        'UserPromptSubmit',
        { prompt: 'The checkout loses the cart when the session is renewed. Find out why and mend it, with a test.' },
      ],
      ...call('s1', [1880, 0.4], 'Grep', { pattern: 'renewSession', path: `${SHOP}/src` }),
      ...call('s2', [1874, 0.2], 'Read', { file_path: `${SHOP}/src/session/renew.ts` }),
      ...call('s3', [1860, 96], 'Agent', {
        description: 'Follow the cart through a renewal',
        subagent_type: 'Explore',
        prompt: 'Where is the cart kept?',
      }),
      [1859, 'SubagentStart', AGENT],
      ...call('s4', [1850, 0.6], 'Grep', { pattern: 'cartId', path: `${SHOP}/src` }, AGENT),
      ...call('s5', [1841, 0.3], 'Read', { file_path: `${SHOP}/src/cart/store.ts` }, AGENT),
      ...call(
        's6',
        [1822, 21.4],
        'Bash',
        { command: 'npm test -- cart/store', description: 'Run the tests of the cart' },
        AGENT,
      ),
      [
        1765,
        'SubagentStop',
        { ...AGENT, last_assistant_message: 'The cart is keyed by the session id, which a renewal replaces.' },
      ],
      ...call('s7', [1740, 0.5], 'Edit', {
        file_path: `${SHOP}/src/session/renew.ts`,
        old_string: 'carts.delete(old)',
        new_string: 'carts.move(old, renewed)',
      }),
      ...call(
        's8',
        [1712, 8.1],
        'Bash',
        { command: 'npm test', description: 'Run all tests' },
        { error: 'Exit code 1\nFAIL test/session/renew.test.ts > keeps the cart\nAssertionError: expected 0 to be 2' },
      ),
      ...call('s9', [1650, 0.4], 'Edit', {
        file_path: `${SHOP}/src/cart/store.ts`,
        old_string: 'move(',
        new_string: 'move(',
      }),
      ...call(
        's10',
        [1600, 7.6],
        'Bash',
        { command: 'npm test', description: 'Run all tests' },
        { response: { stdout: 'Tests  412 passed', stderr: '' } },
      ),
      [
        1570,
        'Stop',
        {
          last_assistant_message:
            'The cart is now moved to the renewed session before the old one is dropped. All 412 tests pass.',
        },
      ],
      [260, 'UserPromptSubmit', { prompt: 'Good. Commit it and push the branch.' }],
      ...call('s11', [250, 0.3], 'Bash', { command: 'git commit -am "session: a renewal keeps the cart"' }),
      [
        244,
        'PreToolUse',
        { tool_name: 'Bash', tool_input: { command: 'git push origin fix/cart-renewal' }, tool_use_id: 's12' },
      ],
      [243, 'PermissionRequest', { tool_name: 'Bash', tool_input: { command: 'git push origin fix/cart-renewal' } }],
      [
        237,
        'Notification',
        { message: 'Claude needs your permission to use Bash', notification_type: 'permission_prompt' },
      ],
    ],
  ],
  [
    { session: '91be77f0-invoices', project: API },
    [
      [720, 'SessionStart', { source: 'startup', model: 'claude-opus-4-8' }],
      [
        715,
        'UserPromptSubmit',
        { prompt: 'Invoices with more than one currency round each line. They should round once, at the end.' },
      ],
      ...call('b1', [700, 0.8], 'Grep', { pattern: 'Math.round', path: `${API}/src` }),
      ...call('b2', [640, 0.4], 'Edit', { file_path: `${API}/src/invoice/total.ts`, old_string: 'a', new_string: 'b' }),
      [
        42,
        'PreToolUse',
        {
          tool_name: 'Bash',
          tool_input: { command: 'npm run test:integration -- --grep currency' },
          tool_use_id: 'b3',
        },
      ],
    ],
  ],
  [
    { session: 'c40a19d3-migrate', project: API },
    [
      [5400, 'SessionStart', { source: 'startup', model: 'claude-sonnet-5' }],
      [5390, 'UserPromptSubmit', { prompt: 'Write the migration for the new ledger table' }],
      ...call('m1', [5300, 2.1], 'Write', {
        file_path: `${API}/migrations/0042_ledger.sql`,
        content: 'create table ledger ();',
      }),
      ...call(
        'm2',
        [5200, 31],
        'Bash',
        { command: 'npm run migrate' },
        { error: 'Exit code 2\nrelation "ledger" already exists' },
      ),
      [
        5100,
        'Stop',
        { last_assistant_message: 'The migration is written; the table is there already in the test database.' },
      ],
    ],
  ],
  [
    { session: '0f7d2b88-guide', project: DOCS },
    [
      [9, 'SessionStart', { source: 'startup', model: 'claude-haiku-4-5' }],
      [8, 'UserPromptSubmit', { prompt: 'Summarise what changed in the onboarding guide since June' }],
      ...call('d1', [6, 1.2], 'Bash', { command: 'git log --oneline --since=2026-06-01 -- guide/' }),
    ],
  ],
  [
    { session: 'e8a6510c-old', project: DOCS },
    [
      [86_000, 'SessionStart', { source: 'startup' }],
      [85_990, 'UserPromptSubmit', { prompt: 'Check all links in the handbook' }],
      ...call('l1', [85_900, 48], 'WebFetch', { url: 'https://example.com/handbook' }),
      [85_700, 'Stop', { last_assistant_message: 'All links answer.' }],
      [85_600, 'SessionEnd', { reason: 'prompt_input_exit' }],
    ],
  ],
];
