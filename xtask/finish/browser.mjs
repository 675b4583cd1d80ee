// Makes Node a browser as far as the program needs one: what a window has stands where the program's glue looks for it.
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** What Node has itself, and what a page of jsdom would only hide. */
const OWN = ['Intl', 'TextDecoder', 'TextEncoder', 'performance', 'crypto', 'queueMicrotask', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'console'];
/** What Node has, and the page must have instead. */
const OF_PAGE = ['Event', 'EventTarget', 'CustomEvent', 'navigator', 'localStorage', 'sessionStorage'];

/** A program's JavaScript that looks for the parts of the program beside this address, wherever it is run from. */
export const atHome = (source, address) => source.replaceAll('import.meta.url', JSON.stringify(address));

const fetchOfNode = globalThis.fetch;
let page = null;
const known = new Set();

/**
 * From now on the program runs in this window. Files of the site, which is at this whole address, come from its folder, and
 * everything else, such as what a backend has, over the network; `files` has those files that were asked for and are there, and `isQuiet` tells whether none is on its way.
 * A backend may be below the site: what is no file of the site is asked for at the address that `config` gives the site.
 */
export function beBrowser(window, folder, site, { address, data }) {
  const published = data.mode === 'backends' && address;
  page = window;
  const files = new Map();
  let onTheirWay = 0;
  const fetchFile = async (asked, options) => {
    onTheirWay += 1;
    try {
      const { href } = new URL(asked.url ?? asked, window.document.baseURI);
      if (!href.startsWith(site)) return await fetchOfNode(asked, options);
      const name = decodeURIComponent(href.slice(site.length).split('?')[0]);
      // A part of the program.
      if (name.endsWith('.wasm')) return new Response(await readFile(path.join(folder, name)));
      const text = await readFile(path.join(folder, name), 'utf8').catch(() => null);
      if (text === null && published) return await fetchOfNode(new Request(new URL(href.slice(site.length), published), typeof asked === 'string' ? options : asked));
      if (text === null) return new Response('', { status: 404 });
      files.set(name, text);
      return new Response(text);
    } finally {
      onTheirWay -= 1;
    }
  };
  for (const name of Object.getOwnPropertyNames(window)) {
    const isNodes = name in globalThis && !OF_PAGE.includes(name) && !known.has(name);
    if (known.has(name) || isNodes || OWN.includes(name)) continue;
    known.add(name);
    Object.defineProperty(globalThis, name, { get: () => page[name], configurable: true });
  }
  // The glue asks whether the global object is a window.
  const bound = name => window[name].bind(window);
  const globals = {
    window: globalThis, self: globalThis, Window: Object, location: window.location, document: window.document, fetch: fetchFile,
    matchMedia: () => ({ matches: false, addEventListener() {} }),
  };
  for (const name of ['addEventListener', 'removeEventListener', 'requestAnimationFrame', 'cancelAnimationFrame']) globals[name] = bound(name);
  for (const [name, value] of Object.entries(globals)) Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  return { files, isQuiet: () => onTheirWay === 0 };
}
