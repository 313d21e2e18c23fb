import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

/*
 * Makes verify.js and, with it, page.html: the shell of every page of a case. Both are committed, so that building and
 * testing need no Node; a test compares what the shell holds with the script. The content policy lets exactly this
 * script and this style run, and nothing be fetched.
 */

const out = new URL('../resources/org/chancery/ledger/page/', import.meta.url);
const result = await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: ['main.js'],
  bundle: true,
  minify: true,
  format: 'iife',
  charset: 'utf8',
  target: 'es2022',
  legalComments: 'none',
  loader: { '.properties': 'text' },
  write: false,
});
const licences = '/* Chancery, Apache-2.0. Holds @noble/curves, @noble/hashes (c) Paul Miller, MIT; qr (c) Paul Miller, MIT. */\n';
const script = licences + result.outputFiles[0].text;
const style = readFileSync(new URL('page.css', import.meta.url), 'utf8');
const hash = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const policy = `default-src 'none'; script-src ${hash(script)}; style-src ${hash(style)}; base-uri 'none'; form-action 'none'`;
const shell = readFileSync(new URL('shell.html', import.meta.url), 'utf8')
  .replace('{policy}', () => policy)
  .replace('{style}', () => style)
  .replace('{script}', () => script);

writeFileSync(new URL('verify.js', out), script);
writeFileSync(new URL('page.html', out), shell);
// Pages of earlier versions stay in people's hands: their hashes are kept.
const list = new URL('pages.txt', out);
const known = readFileSync(list, 'utf8').split('\n').filter(Boolean);
const own = createHash('sha256').update(shell).digest('hex');
if (!known.includes(own)) writeFileSync(list, [...known, own, ''].join('\n'));
console.log(`verify.js ${script.length} characters, page ${own}`);
