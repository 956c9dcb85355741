import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = path.join(import.meta.dirname, '..', '..');

/** A file of ours, and what it must not import. */
const FORBIDDEN: readonly (readonly [file: string, statement: string])[] = [
  ['src/shared/a.ts', "import '../hook/b.ts'"],
  ['src/shared/a.ts', "import 'ws'"],
  ['src/shared/a.ts', "import '@nats-io/jetstream'"],
  ['src/shared/a.ts', "export * from '../hook/b.ts'"],
  ['src/shared/a.ts', "import type { B } from '../hook/b.ts'; export type A = B"],
  ['src/shared/a.ts', "export const late = import('../hook/b.ts')"],
  ['src/hook/a.ts', "import '../launch/b.ts'"],
  ['src/hook/a.ts', "import '../daemon/door/b.ts'"],
  ['src/hook/a.ts', "import 'node:http'"],
  ['src/hook/a.ts', "import 'node:fs/promises'"],
  ['src/hook/a.ts', "import 'execa'"],
  ['src/launch/a.ts', "import '../daemon/run.ts'"],
  ['src/launch/a.ts', "import '../cli/b.ts'"],
  ['src/launch/a.ts', "import 'ws'"],
  ['src/client/a.ts', "import '../daemon/b.ts'"],
  ['src/client/a.ts', "import '../launch/b.ts'"],
  ['src/client/a.ts', "import 'proper-lockfile'"],
  ['src/install/a.ts', "import '../cli/b.ts'"],
  ['src/install/a.ts', "import 'ws'"],
  ['src/daemon/a.ts', "import '../cli/b.ts'"],
  ['src/daemon/a.ts', "import '../launch/b.ts'"],
  ['src/daemon/a.ts', "import '@nats-io/jetstream'"],
  ['src/daemon/door/a.ts', "import '../../cli/b.ts'"],
  ['src/daemon/door/a.ts', "import '../relay/b.ts'"],
  ['src/daemon/events/a.ts', "import '../door/b.ts'"],
  ['src/daemon/events/a.ts', "import '../../client/b.ts'"],
  ['src/daemon/events/a.ts', "import 'node:http'"],
  ['src/daemon/events/a.ts', "import 'ws'"],
  ['src/daemon/store/a.ts', "import '../events/b.ts'"],
  ['src/daemon/store/a.ts', "import '../door/b.ts'"],
  ['src/daemon/store/a.ts', "import '../search/b.ts'"],
  ['src/daemon/search/a.ts', "import '../events/b.ts'"],
  ['src/daemon/search/a.ts', "import '../door/b.ts'"],
  ['src/daemon/replay/a.ts', "import '../door/b.ts'"],
  ['src/daemon/replay/a.ts', "import '../events/b.ts'"],
  ['src/daemon/overview/a.ts', "import '../door/b.ts'"],
  ['src/daemon/overview/a.ts', "import '../events/b.ts'"],
  ['src/daemon/sessions/a.ts', "import '../store/b.ts'"],
  ['src/daemon/sessions/a.ts', "import '../events/b.ts'"],
  ['src/daemon/sessions/a.ts', "import 'node:fs'"],
  ['src/daemon/retention/a.ts', "import '../door/b.ts'"],
  ['src/daemon/retention/a.ts', "import '../events/b.ts'"],
  ['src/daemon/relay/relay.ts', "import '@nats-io/jetstream'"],
  ['src/daemon/relay/jetstream.ts', "import '../store/b.ts'"],
  ['src/cli/a.ts', "import '../web/b.ts'"],
  ['src/cli/a.ts', "import '../daemon/run.ts'"],
  ['src/cli/commands/a.ts', "import '../../web/b.ts'"],
  ['src/cli/commands/a.ts', "export const late = import('../../daemon/run.ts')"],
  ['src/cli/commands/daemon-run.ts', "import '../../web/b.ts'"],
  ['src/web/a.ts', "import '../hook/b.ts'"],
  ['src/web/parts/a.ts', "import '../../daemon/b.ts'"],
  ['src/web/a.ts', "import 'node:fs'"],
  ['src/web/views/one/a.ts', "import '../../../client/b.ts'"],
  ['src/web/views/one/a.ts', "import 'node:fs'"],
  ['src/web/replay/a.ts', "import '../../daemon/store/b.ts'"],
  ['src/web/replay/a.ts', "import '../../daemon/run.ts'"],
  ['src/web/replay/a.ts', "import '../../client/b.ts'"],
  ['src/web/replay/a.ts', "import 'node:fs'"],
  ['src/daemon/sessions/a.ts', "import 'node:crypto'"],
];

/** The other side of the same rules: were these to fire, the rules would forbid the design. */
const ALLOWED: readonly (readonly [file: string, statement: string])[] = [
  ['src/shared/a.ts', "import './b.ts'"],
  ['src/shared/a.ts', "import 'node:crypto'"],
  ['src/hook/a.ts', "import '../shared/b.ts'"],
  ['src/hook/a.ts', "import 'node:net'"],
  ['src/launch/a.ts', "import 'proper-lockfile'"],
  ['src/launch/a.ts', "import 'node:timers/promises'"],
  ['src/client/a.ts', "import 'ws'"],
  ['src/install/a.ts', "import 'jsonc-parser'"],
  ['src/daemon/run.ts', "import './door/b.ts'"],
  ['src/daemon/door/a.ts', "import '../events/b.ts'"],
  ['src/daemon/door/a.ts', "import '../../shared/b.ts'"],
  ['src/daemon/events/a.ts', "import '../store/b.ts'"],
  ['src/daemon/door/a.ts', "import '../search/b.ts'"],
  ['src/daemon/search/a.ts', "import '../store/b.ts'"],
  ['src/daemon/store/a.ts', "import '../sessions/b.ts'"],
  ['src/daemon/retention/a.ts', "import '../store/b.ts'"],
  ['src/daemon/relay/jetstream.ts', "import '@nats-io/jetstream'"],
  ['src/cli/commands/a.ts', "import '../../install/b.ts'"],
  ['src/cli/commands/daemon-run.ts', "export const late = import('../../daemon/run.ts')"],
  ['src/web/a.ts', "import '../shared/b.ts'"],
  ['src/web/parts/a.ts', "import '../b.ts'"],
  ['src/web/replay/a.ts', "import '../../daemon/sessions/b.ts'"],
  ['src/web/views/one/a.ts', "import '../../components/b.ts'"],
  ['src/web/views/one/a.ts', "import '../../../shared/b.ts'"],
];

/** The rest of what biome.json promises about `src/`, one breach each. */
const BREACHES: readonly (readonly [rule: string, text: string])[] = [
  ['style/noDefaultExport', 'export default 1;'],
  ['style/noProcessEnv', 'export const home = process.env.HOME;'],
  ['style/noExcessiveLinesPerFile', `export const a = [\n${'1,\n'.repeat(250)}];`],
  ['suspicious/noConsole', 'console.log(1);'],
  ['performance/noBarrelFile', "export { b } from './b.ts';"],
  ['nursery/noFloatingPromises', 'async function a(): Promise<void> {}\na();'],
  [
    'complexity/noExcessiveCognitiveComplexity',
    `export function a(n: number): void { ${'if (n > 1) {'.repeat(5)} ${'}'.repeat(5)} }`,
  ],
];

interface Finding {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
}

let folder: string;
let findings: readonly Finding[];

beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'mpm-hook-lint-'));
  const { vcs: _vcs, $schema: _schema, ...rules } = JSON.parse(fs.readFileSync(path.join(ROOT, 'biome.json'), 'utf8'));
  plant('biome.json', JSON.stringify(rules));
  for (const [file, statements] of statementsByFile) plant(file, statements.join('\n'));
  BREACHES.forEach(([, text], number) => {
    plant(breachFile(number), text);
  });
  findings = lint();
});

afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

test.each(FORBIDDEN)('%s may not say: %s', (file, statement) => {
  expect(rulesBroken(file, lineOf(file, statement))).toContain('style/noRestrictedImports');
});

test.each(ALLOWED)('%s may say: %s', (file, statement) => {
  expect(rulesBroken(file, lineOf(file, statement))).not.toContain('style/noRestrictedImports');
});

test.each(BREACHES.map(([rule], number) => [rule, breachFile(number)] as const))('%s is held', (rule, file) => {
  expect(findings.filter((finding) => finding.file === file).map((finding) => finding.rule)).toContain(rule);
});

/** All the statements of one file stand in it together, a line each: the line says which of them was complained of. */
const statementsByFile = new Map<string, string[]>();
for (const [file, statement] of [...FORBIDDEN, ...ALLOWED]) {
  statementsByFile.set(file, [...(statementsByFile.get(file) ?? []), `${statement};`]);
}

function lineOf(file: string, statement: string): number {
  return (statementsByFile.get(file) ?? []).indexOf(`${statement};`) + 1;
}

function breachFile(number: number): string {
  return `src/daemon/breach-${number}.ts`;
}

function plant(file: string, text: string): void {
  const place = path.join(folder, file);
  fs.mkdirSync(path.dirname(place), { recursive: true });
  fs.writeFileSync(place, `${text}\n`);
}

function lint(): Finding[] {
  const biome = path.join(ROOT, 'node_modules', '.bin', 'biome');
  const { stdout } = spawnSync(biome, ['lint', '--reporter=json', '--max-diagnostics=400'], {
    cwd: folder,
    encoding: 'utf8',
  });
  const report = JSON.parse(stdout) as { diagnostics: { category: string; location: Location }[] };
  return report.diagnostics.map(({ category, location }) => ({
    file: location.path,
    line: location.start.line,
    rule: category.replace('lint/', ''),
  }));
}

interface Location {
  readonly path: string;
  readonly start: { readonly line: number };
}

function rulesBroken(file: string, line: number): string[] {
  return findings.filter((finding) => finding.file === file && finding.line === line).map(({ rule }) => rule);
}
