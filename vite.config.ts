import { defineConfig } from 'vite';

/**
 * What every page starts with is one file, what its lists and details have in common another: left to the bundler they
 * are forty, and each is a question that the first picture waits for.
 */
const FIRST_FILES = [
  { name: 'page', test: /\/src\/web\/main\.tsx$/, priority: 2 },
  { name: 'rows', test: /\/src\/web\/components\/(detail|lamp|session-acts|time|virtual-list)\.tsx$/, priority: 1 },
];

/** The dashboard (src/web). Everything is a file of its own: the page's policy allows nothing inline. */
export default defineConfig({
  root: 'src/web',
  publicDir: 'public',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2023',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: { groups: FIRST_FILES } } },
  },
});
