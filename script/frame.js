// The page in an <iframe>, for pages that allow no script of others: one widget, named by the address
// (frame.html?widget=comments&topic=getting-to-know-you&lang=ar&theme=dark), which tells the page around it how high it is.
import { define } from './embed.js';
import { DIRECTIONS, spoken } from './languages.js';

const { widget = 'comments', lang = 'en', theme, ...said } = Object.fromEntries(new URLSearchParams(location.search));
const { documentElement: root, body } = document;
root.lang = lang;
root.dir = DIRECTIONS[spoken([lang])];
root.style.colorScheme = theme ?? 'light';
// The ring around what has the focus is to be seen at the edges, too.
Object.assign(body.style, { margin: 0, padding: '.25rem', font: '1rem/1.6 system-ui, sans-serif' });

const name = `deskmates-${widget.toLowerCase().replace(/[^a-z]/g, '')}`;
// One that there is not says so.
define(name);
const element = document.createElement(name);
// Others may have added something to the address.
for (const attribute of ['topic', 'round', 'call']) if (attribute in said) element.setAttribute(attribute, said[attribute]);
// In a frame, Chromium never sees what has no height at all.
Object.assign(element.style, { display: 'block', minBlockSize: '1px', margin: 0 });
body.append(element);

new ResizeObserver(() => parent.postMessage({ deskmates: { height: Math.ceil(root.getBoundingClientRect().height) } }, '*')).observe(root);
// A link to another page does not open in here.
addEventListener('click', event => {
  const link = event.composedPath().find(at => at.href);
  if (link && link.href.split('#')[0] !== location.href.split('#')[0]) link.target = '_blank';
}, true);
