import * as fs from 'node:fs';
import * as path from 'node:path';

/** The part of vitest's JSON report that we read. */
interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly status: string; readonly fullName: string }[];
  }[];
}

/** Names every test that did not run: a skipped test that nobody hears of is a test that nobody has. */
function main(file: string): void {
  const { testResults } = JSON.parse(fs.readFileSync(file, 'utf8')) as Report;
  const skipped = testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'skipped' || status === 'pending' || status === 'todo')
      .map(({ fullName }) => `skipped: ${path.relative(process.cwd(), name)}: ${fullName}`),
  );
  for (const line of skipped) process.stdout.write(`${line}\n`);
}

main(process.argv[2] ?? 'dist/test-results.json');
