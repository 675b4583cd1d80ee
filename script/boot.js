import { DIRECTIONS, spoken } from './languages.js';
import { takeOver } from './takeover.js';
import { followTranslation } from './translation.js';
import { trusted } from './trusted.js';

// Starts the program, but in no frame of another site. It runs before the first paint, perhaps before the page is parsed, so it is
// small, and does six things: sets the theme and language that were chosen, asks for everything the first page needs at
// the same moment as the WebAssembly, puts the program in the place of the page that was finished when the site was built, keeps
// it up to date where the browser translates it, says so when it cannot start, and has a worker keep the site for the next visit.

// A module, as trunk serves it, is not the current script.
const own = (document.currentScript ?? document.querySelector('script[data-wasm]')).dataset;
const root = document.documentElement;
const at = path => new URL(path, document.baseURI);
// The same keys as in src/platform/browser/storage.rs.
const kept = name => { try { return localStorage.getItem(`deskmates${at('').pathname}:${name}`); } catch { return null; } };

const theme = kept('theme');
if (theme) root.dataset.theme = theme;
const language = spoken([kept('language'), ...navigator.languages]);
const isForeign = root.lang !== language;
root.lang = language;
root.dir = DIRECTIONS[language];

// Answers that are on their way. The program takes each once, by its path. A finished page brings its files along.
const asked = new Map();
const files = own.files?.split(' ') ?? [];
const parsed = document.readyState === 'loading' ? new Promise(done => document.addEventListener('DOMContentLoaded', done, { once: true })) : Promise.resolve();
const brought = path => parsed.then(() => new Response(document.querySelector(`script[data-file="${path}"]`).textContent));
const ask = path => asked.set(path, files.includes(path) ? brought(path) : fetch(at(path)));
files.forEach(ask);
globalThis.deskmates = { take(path) { const answer = asked.get(path); asked.delete(path); return answer; } };
ask(`locales/${language}.json`);
ask('config.json');
const page = location.pathname.slice(at('').pathname.length);
const isDemo = own.mode === 'demo';
// Without a network, the worker brings the program by another page (sw.js). That one is not shown.
parsed.then(() => {
  const other = document.querySelector('[data-finished][hidden]');
  other?.replaceChildren(document.getElementById('boot-failed'));
  other?.removeAttribute('hidden');
  // There is nothing to read in it, so the program shows its page at once, also one that cannot be loaded.
  other?.removeAttribute('data-finished');
});
// A finished page is in one language. Readers of another get what stands there in theirs.
let translated = Promise.resolve();
if (isForeign && own.files) {
  root.dataset.waits = '';
  // Nobody waits for them for more than a moment.
  const words = Promise.all([fetch(at(`finished/${language}/${page.replace(/\/$/, '') || 'index'}.html`), { signal: AbortSignal.timeout?.(4000) }), parsed]).then(async ([answer]) => {
    if (!answer.ok) return;
    const html = await answer.text();
    const finished = document.querySelector('[data-finished]');
    // The program may have said already that something is away.
    const told = finished.querySelector('[data-away]');
    finished.innerHTML = trusted.createHTML(html);
    if (told) finished.querySelector('main').prepend(told);
  });
  // Better in this language than not at all.
  translated = words.catch(() => {}).then(() => { delete root.dataset.waits; });
}
if (isDemo) {
  // Which of the demo's files each page shows says src/app/site_map.rs; what trunk serves asks when the program runs.
  const steps = page.replace(/\/$|^index\.html$/, '').split('/');
  for (const [path, files] of typeof PAGES === 'undefined' ? [] : PAGES) {
    const names = path.split('/');
    if (names.length !== steps.length || !names.every((name, i) => name === steps[i] || name[0] === ':')) continue;
    for (const file of files) ask(`demo/${file.replace(/:\w+/, steps.at(-1))}.json`);
    break;
  }
} else {
  ask(`locales/live.${language}.json`);
}
// The program builds its page out of sight, and takes the place of the finished one when nothing on it is on its way.
const makeWay = () => {
  const finished = document.querySelector('[data-finished]');
  if (!finished) return;
  const app = document.createElement('div');
  app.hidden = true;
  app.id = finished.id;
  finished.removeAttribute('id');
  finished.before(app);
  takeOver({ finished, app, root: document, hasBegun: () => app.querySelector('h1, [role=alert]') });
};

// The next visit starts from this browser: a worker keeps what this one has loaded (sw.js). Where it may not, the next is as this.
const keep = async () => {
  const workers = navigator.serviceWorker;
  await workers.register(trusted.createScriptURL(at('sw.js')));
  if (!workers.controller) await new Promise(done => { workers.addEventListener('controllerchange', done, { once: true }); });
  // From now on the worker sees what is asked for. What was asked for before, it is told, also when it comes only now.
  const since = performance.now();
  const tell = loaded => workers.controller.postMessage({ files: loaded.map(({ name }) => name), answers: loaded.filter(({ initiatorType }) => initiatorType === 'fetch').map(({ name }) => name) });
  tell([{ name: location.href.split(/[?#]/)[0] }]);
  new PerformanceObserver(list => {
    const before = list.getEntries().filter(({ startTime }) => startTime < since);
    if (before.length) tell(before);
  }).observe({ type: 'resource', buffered: true });
};

// The words of the part of the program that the page is in. The page itself names its code and its style.
if (own.part) ask(`locales/${own.part}.${language}.json`);
for (const answer of asked.values()) answer.catch(() => {});

// On a page of somebody else, a reader could be made to press what they do not see. Widgets have a page of their own for that (frame.html).
const isFramed = () => { try { return top.location.origin !== location.origin; } catch { return true; } };
const start = () => {
  // The page names the program that its configuration asks for.
  const glue = import(at(own.js));
  const wasm = fetch(at(own.wasm));
  asked.get('config.json').then(answer => answer.clone().json()).catch(() => ({}))
    .then(({ data = {} }) => {
      for (const { profile } of data.backends ?? []) if (typeof profile === 'string') ask(profile);
      return Promise.all([glue, parsed]);
    })
    .then(([glue]) => {
      makeWay();
      followTranslation(document.body);
      return glue.default({ module_or_path: wasm });
    })
    .then(() => { keep().catch(() => {}); })
    .catch(error => {
      console.error(error);
      return translated.then(() => document.getElementById('boot-failed')?.removeAttribute('hidden'));
    });
};

if (isFramed()) {
  parsed.then(() => {
    const told = document.getElementById('boot-framed');
    for (const link of told?.querySelectorAll('a') ?? []) link.href = location.href;
    told?.removeAttribute('hidden');
  });
} else start();
