// The page in an <iframe>, for pages that allow no script of others: one widget, named by the address
// (frame.html?widget=comments&topic=getting-to-know-you&lang=ar&theme=dark), which tells the page around it how high it is.
import './embed.js';

const { widget = 'comments', lang = 'en', theme, ...said } = Object.fromEntries(new URLSearchParams(location.search));
const { documentElement: root, body } = document;
root.lang = lang;
// The languages that are written from the right, of those that there are.
root.dir = lang.startsWith('ar') ? 'rtl' : 'ltr';
root.style.colorScheme = theme ?? 'light';
Object.assign(body.style, { margin: 0, font: '1rem/1.6 system-ui, sans-serif' });

const element = document.createElement(`deskmates-${widget}`);
// Others may have added something to the address.
for (const name of ['topic', 'round', 'call']) if (name in said) element.setAttribute(name, said[name]);
// In a frame, Chromium never sees what has no height at all.
Object.assign(element.style, { display: 'block', minBlockSize: '1px' });
body.append(element);

new ResizeObserver(() => parent.postMessage({ deskmates: { height: Math.ceil(root.getBoundingClientRect().height) } }, '*')).observe(root);
// A link to another page does not open in here.
addEventListener('click', event => {
  const link = event.composedPath().find(at => at.href);
  if (link && link.href.split('#')[0] !== location.href.split('#')[0]) link.target = '_blank';
}, true);
