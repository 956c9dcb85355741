import type { Plugin } from 'esbuild';

/**
 * Our help is our own (src/cli/render/help.ts), yet yargs brings the means to draw its own: two copies of `string-width`
 * whose patterns for emoji take 26 ms to set up at every start. Whatever asks for them is answered that they are not here.
 */
export const yargsWithoutHelp: Plugin = {
  name: 'yargs-without-help',
  setup(build) {
    build.onResolve({ filter: /^(cliui|string-width)$/ }, ({ importer }) =>
      /[\\/]node_modules[\\/]yargs[\\/]/.test(importer) ? { path: 'drawing', namespace: 'absent' } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: 'absent' }, () => ({
      contents: `
        function absent() { throw new Error('yargs draws no help in this program'); }
        export { absent as cliui, absent as default };
      `,
    }));
  },
};
