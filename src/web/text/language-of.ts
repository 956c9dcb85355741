/** By the end of a file's name; what is not here is shown without colours. */
const BY_ENDING = new Map(
  Object.entries({
    bash: 'sh bash zsh bats',
    c: 'c h',
    cpp: 'cc cpp cxx hh hpp ino',
    csharp: 'cs',
    css: 'css',
    diff: 'diff patch',
    go: 'go',
    graphql: 'graphql gql',
    ini: 'ini toml cfg conf env',
    java: 'java',
    javascript: 'js jsx mjs cjs',
    json: 'json jsonc json5 ndjson jsonl ipynb',
    kotlin: 'kt kts',
    less: 'less',
    lua: 'lua',
    makefile: 'mk make',
    markdown: 'md mdx markdown',
    objectivec: 'm mm',
    perl: 'pl pm',
    php: 'php',
    python: 'py pyi',
    r: 'r',
    ruby: 'rb rake gemspec',
    rust: 'rs',
    scss: 'scss',
    sql: 'sql',
    swift: 'swift',
    typescript: 'ts tsx mts cts',
    vbnet: 'vb',
    wasm: 'wat',
    xml: 'xml html htm svg vue svelte plist',
    yaml: 'yaml yml',
  }).flatMap(([language, endings]) => endings.split(' ').map((ending) => [ending, language] as const)),
);

const BY_NAME = new Map([
  ['makefile', 'makefile'],
  ['dockerfile', 'bash'],
  ['gemfile', 'ruby'],
  ['rakefile', 'ruby'],
  ['.bashrc', 'bash'],
  ['.zshrc', 'bash'],
]);

/** The highlighter's name for what a file is written in. */
export function languageOf(file: string): string | undefined {
  const name = (file.split(/[/\\]/).at(-1) ?? '').toLowerCase();
  return BY_NAME.get(name) ?? BY_ENDING.get(name.split('.').at(-1) ?? '');
}

/** What stands behind the fence of a block of code in markdown: `ts`, `typescript`, `ts title="x"`. */
export function languageOfFence(fence: string): string | undefined {
  const name = (/^[\w+#-]{1,30}/.exec(fence)?.[0] ?? '').toLowerCase();
  const others = new Map([
    ['shell', 'bash'],
    ['console', 'bash'],
    ['c++', 'cpp'],
    ['c#', 'csharp'],
  ]);
  return others.get(name) ?? BY_ENDING.get(name) ?? ([...BY_ENDING.values()].includes(name) ? name : undefined);
}
