// What a blog loads to have parts of this site on its pages:
//   <script type="module" src="https://…/embed.js"></script>
//   <deskmates-comments topic="getting-to-know-you">The discussion is at …</deskmates-comments>
// Until a reader comes within two screens of a widget, this is all that its page loads. Then comes what was finished when the
// site was built, and when it can be seen, the program. What stands in the element stays until something is there instead.
import { DIRECTIONS, spoken } from './languages.js';
import { pointed, takeOver } from './takeover.js';
import { followTranslation } from './translation.js';
import { trusted } from './trusted.js';

const site = new URL('.', import.meta.url).href;
// As in finished widgets (xtask/finish/widgets.mjs).
const SOMEWHERE = { site: 'https://here.invalid/', page: 'https://host.invalid/' };

const file = path => new URL(path, site).href;
// Answers that are on their way, as in boot.js. On a page of the site itself, boot.js has asked for some, too.
const asked = new Map();
const ask = path => {
  if (asked.has(path)) return;
  const answer = fetch(file(path));
  asked.set(path, answer);
  // What did not come is asked for again by the next widget.
  answer.then(({ ok }) => ok, () => false).then(came => { if (!came) asked.delete(path); });
};
const here = globalThis.deskmates ??= {};
const { take } = here;
here.take = path => {
  const answer = asked.get(path) ?? take?.(path);
  asked.delete(path);
  return answer;
};

/** What a program's files begin with: xtask names them after the build that they are of, trunk after the program alone. */
const named = name => file(typeof BUILD === 'undefined' ? name : `${name}-${BUILD}`);

// Each program, once for all widgets of the page: one for a demo, one for backends. It tells how a widget is shown. One after the
// other, for each tells it at the same place.
const programs = {};
let isRunning;
const running = new Promise(done => { isRunning = done; });
let loaded = Promise.resolve();
const load = name => programs[name] ??= loaded = loaded.catch(() => {}).then(async () => {
  const served = new Promise(done => { here.serve_widgets = done; });
  const wasm = fetch(`${name}_bg.wasm`);
  // Where the next line fails nobody waits for it, and the page around would be told of an error that is not its own.
  wasm.catch(() => {});
  const glue = await import(`${name}.js`);
  await glue.default({ module_or_path: wasm });
  isRunning();
  return served;
}).catch(error => { delete programs[name]; throw error; });
const begun = {};
const start = (language, config) => begun[config] ??= (async () => {
  for (const path of [config, `locales/${language}.json`, `locales/embed.${language}.json`]) ask(path);
  const { data } = await (await asked.get(config)).clone().json();
  const isDemo = data.mode === 'demo';
  for (const path of isDemo ? ['demo/rounds.json', 'demo/topics.json'] : [`locales/live.${language}.json`]) ask(path);
  return load(named(isDemo ? 'deskmates-embed' : 'deskmates-live-embed'));
})().catch(error => { delete begun[config]; throw error; });
// It is asked for one widget after the other.
let turn = Promise.resolve();

const whenSeen = (margin, then) => {
  const watch = new IntersectionObserver(entries => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      watch.unobserve(target);
      then(target);
    }
  }, { rootMargin: margin });
  return watch;
};
const near = whenSeen('200%', widget => widget.showFinished());
const seen = whenSeen('0%', widget => widget.startProgram());

/** The language of all widgets of the page: that of the first. */
let tongue;

/**
 * Any of them. It is far away until a reader comes near (`showFinished`), finished until it can be seen
 * (`startProgram`: the program builds its own out of sight), then alive; or, when the program does not come, finished for good.
 */
class Widget extends HTMLElement {
  /** Which of the widgets it is: `comments`. */
  get kind() { return this.localName.slice('deskmates-'.length); }

  connectedCallback() {
    // It has been moved within its page.
    if (this.isReady) seen.observe(this);
    if (this.shadowRoot) return;
    // Who came for something that is not on the page itself, such as a comment, is to see it, however far down it is.
    if (pointed(this)) this.showFinished();
    else near.observe(this);
  }

  disconnectedCallback() {
    near.unobserve(this);
    seen.unobserve(this);
  }

  /** Shows what was finished when the site was built. */
  async showFinished() {
    const root = this.attachShadow({ mode: 'open' });
    this.sheet = Object.assign(document.createElement('link'), { rel: 'stylesheet', href: file('embed.css') });
    // A mixed colour is written in one way, whatever way the page writes it in; browsers that mix none know only the other.
    this.sheet.style.color = 'color-mix(in srgb, currentcolor, currentcolor)';
    const styled = new Promise(done => { this.sheet.onload = this.sheet.onerror = done; });
    root.append(this.sheet, document.createElement('slot'));
    tongue ??= spoken([this.closest('[lang]')?.lang]);
    this.place = this.made();
    this.sheet.after(this.place);
    const what = ['topic', 'round', 'call'].map(name => this.getAttribute(name)).find(said => said) ?? 'all';
    // Another configuration may be another programme.
    const answer = this.hasAttribute('config') ? null : fetch(file(`widgets/${tongue}/${this.kind}/${encodeURIComponent(what)}.html`)).catch(() => null);
    const [finished] = await Promise.all([answer, styled]);
    if (finished?.ok) {
      const page = location.href.split('#')[0].replaceAll('&', '&amp;');
      // An address may have signs in it that mean something in a replacement.
      const html = (await finished.text()).replaceAll(SOMEWHERE.site, () => site).replaceAll(SOMEWHERE.page, () => page);
      this.place.innerHTML = trusted.createHTML(html);
      this.place.dataset.finished = '';
      this.place.hidden = false;
      this.settle();
      root.getElementById(pointed(root))?.scrollIntoView();
    }
    // A number is not worth a program. It is as old as the site, until another widget of its page has one.
    if (finished?.ok && this.kind === 'count') await running;
    this.isReady = true;
    seen.observe(this);
  }

  /** Lets the program take over. */
  async startProgram() {
    this.isReady = false;
    const finished = this.place;
    const app = this.made();
    finished.before(app);
    this.place = app;
    followTranslation(this.shadowRoot);
    takeOver({ finished, app, root: this.shadowRoot, hasBegun: () => app.hasChildNodes(), then: () => this.settle() });
    try {
      const config = this.getAttribute('config');
      const show = await start(tongue, config ? new URL(config, document.baseURI).href : 'config.json');
      const shown = turn.then(() => show(this, app, site, tongue));
      // One that fails does not keep the next from its turn.
      turn = shown.catch(() => {});
      await shown;
    } catch (error) {
      // What stands there stays, with a word about it.
      console.error('Deskmates:', error);
      const told = finished.querySelector('[data-failed]') ?? await this.unavailable().catch(() => {});
      if (!told) return;
      finished.prepend(told);
      told.hidden = finished.hidden = false;
    }
  }

  /** What is told where nothing was finished, in the words of the program for a part that does not come. A line has no place for it. */
  async unavailable() {
    if (this.kind === 'count') return;
    const { error, load } = await (await fetch(file(`locales/${tongue}.json`))).json();
    const told = Object.assign(document.createElement('p'), { className: 'notice danger', textContent: error.offline.replace('{what}', load.part) });
    told.setAttribute('role', 'alert');
    return told;
  }

  /** A place for the widget, out of sight. */
  made() {
    const place = Object.assign(document.createElement('div'), { className: `widget ${this.kind}`, hidden: true });
    place.part = 'widget';
    place.lang = tongue;
    place.dir = DIRECTIONS[tongue];
    this.fit(place);
    return place;
  }

  /** Something of ours is there, in the place of what the page's author wrote. */
  settle() {
    this.shadowRoot.querySelector('slot')?.remove();
  }

  /** Has the widget look as its page does: as dark, and with type of the same size. */
  fit(place = this.place) {
    const { color: ink, fontFamily, fontSize } = getComputedStyle(this);
    place.style.setProperty('--host-ink', ink);
    place.style.setProperty('--rem', fontSize);
    place.style.setProperty('--host-font', fontFamily);
    const { color } = getComputedStyle(this.sheet);
    const [red, green, blue] = color.match(/\d[\d.e-]*/g).map(light => light / (color.startsWith('rgb') ? 255 : 1));
    place.dataset.theme = 0.3 * red + 0.6 * green + 0.1 * blue > 0.55 ? 'dark' : 'light';
  }
}

const all = ['comments', 'topic', 'count', 'waitlist', 'schedule', 'desks'].map(name => `deskmates-${name}`);
/** Has elements of this name be widgets. */
export const define = name => { if (!customElements.get(name)) customElements.define(name, class extends Widget {}); };
all.forEach(define);

const refit = () => document.querySelectorAll(all).forEach(widget => { if (widget.place) widget.fit(); });
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', refit);
addEventListener('resize', refit);
// A page may fade from one look to another.
addEventListener('transitionend', refit);
const look = new MutationObserver(changes => {
  refit();
  // Some pages load the next one into this one, with a body of its own.
  if (changes.some(({ addedNodes }) => [...addedNodes].includes(document.body))) look.observe(document.body, { attributes: true });
});
look.observe(document.documentElement, { attributes: true, childList: true });
look.observe(document.body, { attributes: true });
