import * as fs from 'node:fs';
import * as path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { applyPlan } from '../../src/install/apply-plan.ts';
import { isSettled } from '../../src/install/plan.ts';
import { MpmError } from '../../src/shared/errors.ts';
import { anyBrokenText, anyMisshapenSettings, anyPrinter, anySettings } from '../helpers/any-settings.ts';
import { createSettingsWorld, EVENTS, type SettingsWorld } from '../helpers/settings-world.ts';

const RUNS = 100;

let world: SettingsWorld;
let count = 0;

beforeEach(() => {
  world = createSettingsWorld();
});
afterEach(() => world.remove());

/** A folder of its own for each run, all with the one home. */
function freshPlace(content: string | undefined, kind: 'file' | 'link' = 'file'): SettingsWorld {
  count += 1;
  const place = world.at(`run-${count}`, '.claude', 'settings.json');
  if (content === undefined) return place;
  fs.mkdirSync(path.dirname(place.settingsPath), { recursive: true });
  if (kind === 'file') place.write(content);
  else {
    const target = path.join(world.root, `run-${count}`, 'elsewhere.json');
    fs.writeFileSync(target, content, { mode: 0o640 });
    fs.symlinkSync('../elsewhere.json', place.settingsPath);
  }
  return place;
}

const anyContent = fc.oneof(
  { weight: 12, arbitrary: fc.tuple(anySettings, anyPrinter).map(([settings, print]) => print(settings)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', ' \n', '\uFEFF', '{}', '{ }', '{\n}', '{"hooks":{ }}', '{"hooks": {"Stop": [ ]}}'),
  },
  { weight: 1, arbitrary: fc.constant(undefined) },
);

test('F43, F44, F46: install twice is install once, and uninstall gives back the same bytes', async () => {
  await fc.assert(
    fc.asyncProperty(anyContent, fc.constantFrom('file', 'link'), async (content, kind) => {
      const place = freshPlace(content, kind);

      await applyPlan(place.install());
      const installed = place.read();
      const kept = place.backups().length;
      const again = place.install();
      expect(isSettled(again)).toBe(true);
      await applyPlan(again);
      expect(place.read()).toBe(installed);
      expect(place.backups()).toHaveLength(kept);
      expect(wiredEvents(installed)).toEqual(EVENTS.map(({ name }) => name).sort());

      await applyPlan(place.uninstall());
      if (content === undefined) expect(fs.existsSync(path.dirname(path.dirname(place.settingsPath)))).toBe(false);
      else expect(place.read()).toBe(content);
      if (content !== undefined && kind === 'link')
        expect(fs.lstatSync(place.settingsPath).isSymbolicLink()).toBe(true);
      if (content !== undefined) expect(place.neighbours()).toEqual(['settings.json']);
    }),
    { numRuns: RUNS },
  );
});

test('F43: what others have in the file is the same after install, in the same order', async () => {
  await fc.assert(
    fc.asyncProperty(anySettings, anyPrinter, async (settings, print) => {
      const place = freshPlace(print(settings));

      await applyPlan(place.install());

      const installed = parse(place.read());
      expect(Object.keys(installed).filter((key) => key in settings)).toEqual(Object.keys(parse(print(settings))));
      expect(JSON.stringify(withoutOurs(installed))).toBe(JSON.stringify(withoutOurs(parse(print(settings)))));
    }),
    { numRuns: RUNS },
  );
});

test('F46: when others wrote into the file meanwhile, uninstall keeps every byte of theirs', async () => {
  await fc.assert(
    fc.asyncProperty(anySettings, anyPrinter, async (settings, print) => {
      const content = print({ first: 1, ...settings });
      const edit = (text: string) => text.replace('"first"', '"theirs" : [ 1,2 ] ,\n "first"');
      const place = freshPlace(content);

      await applyPlan(place.install());
      place.write(edit(place.read()));
      await applyPlan(place.uninstall());

      expect(place.read()).toBe(edit(content));
    }),
    { numRuns: RUNS },
  );
});

test('F46: when the whole file was laid out anew meanwhile, uninstall still leaves what the others had', async () => {
  await fc.assert(
    fc.asyncProperty(anySettings, anyPrinter, anyPrinter, async (settings, print, printAnew) => {
      const place = freshPlace(print(settings));

      await applyPlan(place.install());
      place.write(printAnew(parse(place.read())));
      await applyPlan(place.uninstall());

      expect(JSON.stringify(parse(place.read()))).toBe(JSON.stringify(parse(print(settings))));
    }),
    { numRuns: RUNS },
  );
});

test('F43: what can not be changed without doubt is refused in a sentence, and the file untouched', async () => {
  const misshapen = fc.tuple(anyMisshapenSettings, anyPrinter).map(([settings, print]) => print(settings));
  const readOnly = fc.constantFrom(0o444, 0o400);
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.record({ content: anyBrokenText, mode: fc.constant(0o644) }),
        fc.record({ content: misshapen, mode: fc.constant(0o600) }),
        fc.record({
          content: fc.tuple(anySettings, anyPrinter).map(([settings, print]) => print(settings)),
          mode: readOnly,
        }),
      ),
      async ({ content, mode }) => {
        const place = freshPlace(content);
        fs.chmodSync(place.settingsPath, mode);
        const before = fs.statSync(place.settingsPath, { bigint: true });

        const refusal = refusalOf(() => place.install());

        expect(refusal.message).toMatch(/^(?:.|\s)+\.$/);
        const after = fs.statSync(place.settingsPath, { bigint: true });
        expect(after).toMatchObject({ ino: before.ino, mtimeNs: before.mtimeNs, mode: before.mode });
        expect(place.neighbours()).toEqual(['settings.json']);
        expect(place.read()).toBe(content);
      },
    ),
    { numRuns: RUNS },
  );
});

function refusalOf(act: () => unknown): MpmError {
  try {
    act();
  } catch (error) {
    if (error instanceof MpmError) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

interface Settings {
  hooks?: Record<string, unknown[]>;
}

function parse(content: string): Settings {
  return JSON.parse(content.replace(/^\uFEFF/, ''));
}

function isOurGroup(group: unknown): boolean {
  return JSON.stringify(group)?.includes('/opt/one/mpm-hook');
}

function wiredEvents(content: string): string[] {
  const events = Object.entries(parse(content).hooks ?? {});
  return events.flatMap(([event, groups]) => groups.filter(isOurGroup).map(() => event)).sort();
}

/** Judges without the code under test: our groups out, then events and hooks that are empty. */
function withoutOurs(settings: Settings): unknown {
  const { hooks = {}, ...rest } = settings;
  const events = Object.entries(hooks).map(([event, groups]) => [event, groups.filter((group) => !isOurGroup(group))]);
  return [Object.fromEntries(events.filter(([, groups]) => groups?.length !== 0)), rest];
}
