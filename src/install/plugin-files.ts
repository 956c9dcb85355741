import { handlerFor } from './handler.ts';
import { eventsFor, OLDEST_RELEASE } from './wiring.ts';

/** What the plugin's own shell script is called from: Claude Code puts the plugin's folder in. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: Claude Code fills it in
const SHIM = '${CLAUDE_PLUGIN_ROOT}/hooks/mpm-hook-plugin.sh';

const NAME = 'mpm-hook';
const PROMISE = 'See what every Claude Code session on your machine is doing, as it does it';

/**
 * The generated files of the plugin form, by their path in the repository. The events are those that `OLDEST_RELEASE`
 * knows: up to 2.1.251 one unknown name in a plugin's hooks.json switches off all of its hooks.
 */
export function pluginFiles(version: string): Readonly<Record<string, string>> {
  const author = { name: 'The mpm-hook contributors' };
  const { events } = eventsFor({ claudeVersion: OLDEST_RELEASE });
  return {
    'hooks/hooks.json': print({
      description: `Hands every event to the mpm-hook daemon, through the installed mpm-hook; silent without one.`,
      hooks: Object.fromEntries(
        events.map(({ name }) => [name, [{ hooks: [handlerFor(name, { kind: 'command', command: SHIM })] }]]),
      ),
    }),
    '.claude-plugin/plugin.json': print({ name: NAME, version, description: PROMISE, author, license: 'MIT' }),
    '.claude-plugin/marketplace.json': print({
      name: NAME,
      description: PROMISE,
      owner: author,
      plugins: [{ name: NAME, source: './', description: PROMISE }],
    }),
  };
}

function print(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
