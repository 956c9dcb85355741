/** A flag that nothing on the page may ever raise. */
export const FLAG = 'owned';

const MARKUP = [
  `<script>window.${FLAG}=1</script>`,
  `<img src=x onerror="window.${FLAG}=1"><svg onload=window.${FLAG}=1><style>*{display:none}</style>`,
  `"><iframe srcdoc="<script>parent.${FLAG}=1</script>"></iframe><math><mtext></math>`,
  `</bdi></div></main><base href="https://evil.example/"><meta http-equiv=refresh content="0;url=https://evil.example">`,
  '<!-- not to be seen --> {{7*7}} <%= 7*7 %> &lt;b&gt; &#x202e;',
].join('\n');

const MARKDOWN = [
  `[a link](javascript:window.${FLAG}=1) [another](data:text/html,<script>window.${FLAG}=1</script>)`,
  `[https://good.example](https://evil.example/?q=1) <javascript:window.${FLAG}=1> [x](vbscript:x "title")`,
  '![a picture](https://evil.example/pixel.png) ![](data:image/svg+xml,<svg onload=1>) [![in](https://evil.example/a.png)](https://evil.example)',
  '[ref]\n\n[ref]: https://evil.example/ref "shown nowhere"',
  '| a | b |\n| --- | --- |\n| <img src=https://evil.example/t.png> | [c](jav\tascript:alert(1)) |',
  '```html\n<img src=https://evil.example/code.png onerror=alert(1)>\n```',
].join('\n\n');

const TERMINAL = [
  '\u001b[31mred\u001b[0m \u001b[38;2;255;255;255mwhite on white\u001b[0m \u001b[8mhidden\u001b[0m',
  '\u001b]0;a title\u0007 \u001b]8;;https://evil.example\u0007good.example\u001b]8;;\u0007 \u001b]52;c;ZXZpbA==\u0007',
  '\u001b[2J\u001b[H\u001b[1Aover\rwritten\b\b\b \u001bP1$r0m\u001b\\ \u009b31m \u001b[',
].join('\n');

const LETTERS = [
  'abc\u202egnp.exe\u202c \u2066isolated \u2067other\u2069',
  'zero\u200bwidth\u200c\u200d\ufeff\u2060 tags\u{e0041}\u{e0042} selectors\u{e0100}\u{e0101} fillers\u3164\u115f',
  `za\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307${'\u0316\u0317\u0318\u0319'.repeat(60)}lgo`,
  'مرحبا بالعالم (1) שלום עולם [2] – end',
  'half \ud800 of \udc00 a pair, nul \u0000, del \u007f, bom \ufffe\uffff, line\u2028paragraph\u2029',
  'ﷺ 👩‍👩‍👧‍👦 𒐫𒐫𒐫 ꧅꧅',
].join('\n');

/** What an event may hold that means harm, or only is too much; by what it tries. */
export const HOSTILE_TEXTS: Readonly<Record<string, string>> = {
  'markup and scripts': MARKUP,
  'links and pictures': MARKDOWN,
  'codes for a terminal': TERMINAL,
  'letters that hide, turn or pile up': LETTERS,
  'names of prototypes': '__proto__',
  'a line of a million characters': 'x'.repeat(1_000_000),
  'a hundred thousand lines': Array.from({ length: 100_000 }, (_, at) => `line ${at}`).join('\n'),
  'ten thousand quotes within each other': `${'> '.repeat(10_000)}deep`,
  'lists within each other': Array.from({ length: 300 }, (_, at) => `${' '.repeat(at * 2)}- ${at}`).join('\n'),
  'a table of ten thousand cells': `|a|b|\n|-|-|\n${'|[x](https://e.example)|**y**|\n'.repeat(5000)}`,
  'what keeps a parser busy': `${'_a__'.repeat(5000)}\n\n${'[a]('.repeat(4000)}\n\n${'<a '.repeat(4000)}\n\n${'a '.repeat(9000)}`,
};
