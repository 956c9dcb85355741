import fc from 'fast-check';

type Fields = Record<string, unknown>;

const EVENT_NAMES = ['PreToolUse', 'PostToolUse', 'Stop', 'SessionStart', 'WorktreeCreate', 'NotYetKnown'];

const anyForeignHandler: fc.Arbitrary<unknown> = fc.oneof(
  fc.record({ type: fc.constant('command'), command: fc.constantFrom('say hi', '/opt/x y/notify', 'mpm-hook send -') }),
  fc.record({ type: fc.constant('command'), command: fc.string(), args: fc.array(fc.string(), { maxLength: 2 }) }),
  fc.record({ type: fc.constant('http'), url: fc.webUrl(), headers: fc.constant({ 'X-Own': '1' }) }),
  fc.record({ type: fc.constant('prompt'), prompt: fc.string({ unit: 'grapheme' }) }),
  fc.constantFrom(null, 7, 'flat', {}, { command: 'old flat shape' }),
);

const anyGroup: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ hooks: fc.array(anyForeignHandler, { maxLength: 3 }) }) },
  {
    weight: 8,
    arbitrary: fc.record({ matcher: fc.constantFrom('*', 'Bash', ''), hooks: fc.array(anyForeignHandler) }),
  },
  { weight: 1, arbitrary: fc.constantFrom(null, 'x', { hooks: {} }) },
);

const anyHooks: fc.Arbitrary<unknown> = fc.dictionary(
  fc.constantFrom(...EVENT_NAMES),
  fc.array(anyGroup, { maxLength: 3 }),
);

/** Hooks of a shape that no installer could add to without guessing. */
const anyMisshapenHooks: fc.Arbitrary<unknown> = fc.constantFrom(null, [], 'none', 3, { Stop: {} }, { Stop: null });

const anyOther: fc.Arbitrary<Fields> = fc.dictionary(
  fc.oneof(fc.constantFrom('model', 'env', 'permissions', '$schema', '__proto__', 'clé'), fc.string({ maxLength: 6 })),
  fc.jsonValue({ maxDepth: 2 }),
  { maxKeys: 4 },
);

/** Settings as Claude Code would take them, our own hooks not among them. */
export const anySettings: fc.Arbitrary<Fields> = fc
  .tuple(anyOther, fc.option(anyHooks, { nil: undefined }), anyOther)
  .map(([before, hooks, after]) => {
    const { hooks: _, ...rest } = { ...before, ...after };
    return hooks === undefined ? rest : { ...before, hooks, ...after, ...withHooks(hooks) };
  });

export const anyMisshapenSettings: fc.Arbitrary<Fields> = fc
  .tuple(anyOther, anyMisshapenHooks)
  .map(([other, hooks]) => ({ ...other, hooks }));

/** Prints settings in somebody's manner: indented by this or that, all on one line, or as odd as JSON allows. */
export const anyPrinter: fc.Arbitrary<(settings: unknown) => string> = fc.oneof(
  fc
    .record({
      unit: fc.constantFrom('  ', '    ', '\t', ' ', '   ', ''),
      eol: fc.constantFrom('\n', '\r\n'),
      end: fc.constantFrom('', '\n', '\n\n'),
      mark: fc.constantFrom('', '\uFEFF'),
    })
    .map(({ unit, eol, end, mark }) => (settings: unknown) => {
      const text = JSON.stringify(settings, null, unit) + end;
      return mark + text.replaceAll('\n', eol);
    }),
  fc
    .array(fc.constantFrom('', '', ' ', '\n', '\r\n', '\t', '\n\n  ', '\n      '), { minLength: 1, maxLength: 17 })
    .map((spaces) => (settings: unknown) => {
      const tokens = JSON.stringify(settings).match(/\{\}|\[\]|"(?:\\.|[^"\\])*"|[[\]{}:,]|[^\s[\]{}:,"]+/g) ?? [];
      return tokens.map((token, index) => `${spaces[index % spaces.length]}${token}`).join('');
    }),
);

/** Text that Claude Code takes nothing from. */
export const anyBrokenText: fc.Arbitrary<string> = fc
  .oneof(
    fc.constantFrom(
      '// mine\n{}',
      '{ /* mine */ "model": "opus" }',
      '{"model": "opus",}',
      '[]',
      'null',
      '"text"',
      "{'a': 1}",
    ),
    fc
      .tuple(anySettings, anyPrinter, fc.double({ min: 0.01, max: 0.99, noNaN: true }))
      .map(([settings, print, share]) => {
        const whole = print({ first: true, ...settings }).trimEnd();
        // half of a surrogate pair could not be written to a file
        return whole.slice(0, Math.max(2, Math.floor(whole.length * share))).toWellFormed();
      }),
    fc.string({ minLength: 1 }),
  )
  .filter((text) => text.trim() !== '' && !isJsonObject(text));

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

function withHooks(hooks: unknown): Fields {
  return { hooks };
}
