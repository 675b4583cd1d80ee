// Makes the style sheet of widgets out of one that was written for pages of our own:
//   node widget-style.mjs FROM TO
// In a shadow root there is no `:root`, and the page around it says how long a rem is: some 10 px, some 16, whatever they
// write in. Ours follows the type that the widget stands in (`--rem`, set by embed.js).
import { readFile, writeFile } from 'node:fs/promises';

const [from, to] = process.argv.slice(2);
const style = await readFile(from, 'utf8');
const isNumber = /(?<![\w.-])(\d*\.?\d+)rem\b/g;
// In the conditions of @media no variable can stand.
const parts = style.split(/(@media[^{]*)/);
const own = parts.map(part => part.startsWith('@media') ? part : part.replaceAll(isNumber, 'calc($1*var(--rem))').replaceAll(':root', '.widget'));
await writeFile(to, own.join(''));
