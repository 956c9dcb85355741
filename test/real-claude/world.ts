import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { type HomePaths, homePaths } from '../../src/shared/paths.ts';
import { startMessagesApi } from './messages-api.ts';
import { createScenarios } from './scenarios.ts';

const KEY = 'not-a-real-key-but-long-enough';

/** A machine's worth of throw-away folders for the real Claude Code, and an API for it to talk to. */
export interface World {
  readonly root: string;
  readonly home: string;
  readonly project: string;
  readonly settings: string;
  /** mpm-hook's own folder, at its default place in this home. */
  readonly paths: HomePaths;
  /** The whole environment of every process in it: nothing of the real one but PATH. */
  readonly env: Readonly<Record<string, string>>;
  readonly claude: string;
  close(): Promise<void>;
}

/** Nothing is in the new home but what makes Claude Code skip its first-run questions. */
export async function createWorld(claude: string): Promise<World> {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'mpm-real-'));
  const [home, project, temp] = ['home', 'project', 'tmp'].map((name) => path.join(root, name)) as [
    string,
    string,
    string,
  ];
  const config = path.join(home, '.claude');
  const paths = homePaths(path.join(home, '.mpm-hook'));
  for (const folder of [config, project, temp]) fs.mkdirSync(folder, { recursive: true });
  writeProject(project);
  writeAnswers(path.join(config, '.claude.json'), project);

  const api = await startMessagesApi(createScenarios(project));
  const env = {
    PATH: `${path.dirname(claude)}:${process.env.PATH}`,
    HOME: home,
    TMPDIR: temp,
    CLAUDE_CODE_TMPDIR: temp,
    CLAUDE_CONFIG_DIR: config,
    MPM_HOOK_HOME: paths.home,
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    SHELL: '/bin/bash',
    ANTHROPIC_BASE_URL: api.url,
    ANTHROPIC_API_KEY: KEY,
    CLAUDE_CODE_MAX_RETRIES: '1',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_TELEMETRY: '1',
    DISABLE_AUTOUPDATER: '1',
    DISABLE_ERROR_REPORTING: '1',
  };
  return {
    root,
    home,
    project,
    settings: path.join(config, 'settings.json'),
    paths,
    env,
    claude,
    async close() {
      await api.close();
      fs.rmSync(root, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    },
  };
}

function writeProject(project: string): void {
  fs.mkdirSync(path.join(project, 'sub'));
  fs.writeFileSync(path.join(project, 'CLAUDE.md'), '# A demo project\n');
  fs.writeFileSync(path.join(project, 'a.txt'), 'the text of a\n');
}

/** What a person would have answered on the first run: onboarding, the key, trust in the project's folder. */
function writeAnswers(file: string, project: string): void {
  const answers = {
    hasCompletedOnboarding: true,
    numStartups: 5,
    theme: 'dark',
    autoUpdates: false,
    customApiKeyResponses: { approved: [KEY.slice(-20)], rejected: [] },
    projects: { [project]: { hasTrustDialogAccepted: true, hasCompletedProjectOnboarding: true, allowedTools: [] } },
  };
  fs.writeFileSync(file, JSON.stringify(answers));
}
