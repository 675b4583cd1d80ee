// Writes finished widgets: runs the program that shows them, as on somebody else's page, and puts what came of each into
// `widgets/LANGUAGE/KIND/NAME.html`, where embed.js looks for it.
//   node widgets.mjs FOLDER LANGUAGE...        (JSDOM: the folder of the package; ONLY: one of them, such as comments/NAME)
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { atHome, beBrowser } from './browser.mjs';
import { disable, settled, unmark, wrong } from './still.mjs';

const { JSDOM } = createRequire(path.join(process.env.JSDOM, 'package.json'))('jsdom');
const [folder, ...languages] = process.argv.slice(2);
// As in script/embed.js, which puts the real addresses in their place.
const SITE = 'https://here.invalid/';
const PAGE = 'https://host.invalid/';

const config = JSON.parse(await readFile(path.join(folder, 'config.json'), 'utf8'));
const [topics, rounds] = await Promise.all(['topics', 'rounds'].map(named));
const isDemo = config.data.mode === 'demo';
// What a page names is of the same build.
const [, build] = (await readFile(path.join(folder, '404.html'), 'utf8')).match(/data-js="deskmates(?:-live)?-([0-9a-f]+)\.js"/);
const program = `${isDemo ? 'deskmates-embed' : 'deskmates-live-embed'}-${build}`;
const [script, wasm] = await Promise.all([readFile(path.join(folder, `${program}.js`), 'utf8'), readFile(path.join(folder, `${program}_bg.wasm`))]);
const source = atHome(script, `${SITE}${program}.js`);

for (const language of languages) {
  const { window } = new JSDOM(`<!doctype html><html lang="${language}"><body></body></html>`, { url: PAGE, pretendToBeVisual: true });
  const browser = beBrowser(window, folder, SITE, config);
  const served = new Promise(done => { globalThis.deskmates = { serve_widgets: done }; });
  // One of its own for each language: all of a page speak one.
  const glue = await import(`data:text/javascript,${encodeURIComponent(`${source}//${language}`)}`);
  await glue.default({ module_or_path: wasm });
  const show = await served;
  const words = JSON.parse(await readFile(path.join(folder, `locales/embed.${language}.json`), 'utf8'));
  const t = key => key.split('.').reduce((at, step) => at[step], words);

  /** Writes one. */
  const write = async (kind, name, attributes = {}) => {
    if (![undefined, `${kind}/${name}`].includes(process.env.ONLY)) return;
    try {
      await finish(kind, name, attributes);
    } catch (error) {
      if (isDemo) throw error;
      // A backend may be away, or not have it: then readers wait for the program.
      console.error(`==> the widget ${kind}/${name} is not finished in "${language}": ${error.message}`);
    }
  };
  const finish = async (kind, name, attributes) => {
    const element = window.document.createElement(`deskmates-${kind}`);
    for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
    const place = window.document.createElement('div');
    element.attachShadow({ mode: 'open' }).append(place);
    window.document.body.append(element);
    await show(element, place, SITE, language);
    await settled(() => browser.isQuiet() && place.textContent && !place.querySelector('.loading'));
    // What cannot be shown now may be there when somebody looks.
    const why = wrong(place);
    if (why) throw new Error(why);
    // A topic that is not out says when it will be; it may be out when somebody looks.
    if (place.querySelector('.notice')) return;
    const still = place.cloneNode(true);
    disable(still);
    unmark(still);
    // What embed.js shows when the program does not come. A number within a line has no place for it.
    if (kind !== 'count') {
      const told = Object.assign(window.document.createElement('p'), { className: 'notice danger', hidden: true, textContent: t('widget.no_program') });
      told.setAttribute('role', 'alert');
      told.dataset.failed = '';
      still.append(told);
    }
    const file = path.join(folder, 'widgets', language, kind, `${name}.html`);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, still.innerHTML);
  };

  await write('schedule', 'all');
  for (const round of rounds) await write('schedule', round, { round });
  for (const topic of topics) for (const kind of ['comments', 'topic', 'count']) await write(kind, topic, { topic });
  await write('waitlist', 'all');
  await write('desks', 'all');
  for (const { id } of config.programme.calls ?? []) await write('desks', id, { call: id });
}
// The programs are still running.
process.exit(0);

/** The topics or rounds that there are: those with a page. */
async function named(kind) {
  const files = await readdir(path.join(folder, kind)).catch(() => []);
  return files.filter(name => name.endsWith('.html')).map(name => name.slice(0, -'.html'.length));
}
