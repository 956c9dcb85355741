import { execFileSync } from 'node:child_process';

/** What a user of the npm package cannot do without. */
const NEEDED = [
  'bin/mpm-hook.cjs',
  'dist/node/hook.cjs',
  'dist/node/cli.cjs',
  'dist/node/mpm-hook',
  'dist/client/index.js',
  'dist/client/index.d.ts',
  'dist/client/browser.js',
  'dist/client/browser.d.ts',
  'hooks/hooks.json',
  '.claude-plugin/plugin.json',
  'README.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'LICENSE',
];

/** What has no business in it: sources, tests, and executables for one platform only. */
const UNWANTED = /^(src|test|bench|scripts|native|docs)\/|mpm-hook-full|^dist\/mpm-hook$|\.test\.|node_modules/;

const MAX_BYTES = 3_000_000;

/** Asks npm what it would publish, and says what is wrong with it. */
function main(): void {
  const [{ files, unpackedSize }] = JSON.parse(
    execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error'], { encoding: 'utf8' }),
  ) as [{ files: { path: string }[]; unpackedSize: number }];
  const packed = new Set(files.map((file) => file.path));
  const complaints = [
    ...NEEDED.filter((file) => !packed.has(file)).map((file) => `${file} is missing from the package.`),
    ...[...packed].filter((file) => UNWANTED.test(file)).map((file) => `${file} does not belong in the package.`),
    ...(unpackedSize > MAX_BYTES ? [`The package is ${unpackedSize} bytes unpacked, more than ${MAX_BYTES}.`] : []),
  ];
  for (const complaint of complaints) process.stdout.write(`${complaint}\n`);
  process.exitCode = complaints.length === 0 ? 0 : 1;
}

main();
