// What programs that follow a site ask for: Atom feeds (RFC 4287), sitemap.xml (sitemaps.org) and robots.txt (RFC 9309). All of
// them name pages by their whole address.
import { shortened } from './head.mjs';

const ATOM = 'http://www.w3.org/2005/Atom';
/** How much of a text stands for a comment's title: it has none. */
const TITLE = 80;

/** Writes XML with the window's own serializer. `root` is `[name, attributes, ...children]`; a child is such a list or a text. */
function xml({ document, XMLSerializer }, namespace, root) {
  const made = document.implementation.createDocument(namespace, root[0]);
  const fill = (element, [, attributes, ...children]) => {
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    for (const child of children) {
      element.append(typeof child === 'string' ? child : fill(made.createElementNS(namespace, child[0]), child));
    }
    return element;
  };
  fill(made.documentElement, root);
  return `<?xml version="1.0" encoding="utf-8"?>\n${new XMLSerializer().serializeToString(made)}\n`;
}

/**
 * A feed of entries `{address, title, name, created, content}`, newest first; `content` is HTML whose links are whole
 * addresses. `page` is what the feed tells of, `since` when
 * that came, and `at` is where the feed itself is.
 */
export function feed(window, { title, author, page, since, at, entries }) {
  // Of some it is not known when they came. A feed wants a time of each.
  const when = entry => entry.created ?? since;
  const byTime = entries.toSorted((one, other) => Date.parse(when(other)) - Date.parse(when(one)));
  const updated = byTime.length ? when(byTime[0]) : since;
  return xml(window, ATOM, ['feed', {},
    ['title', {}, title], ['id', {}, page], ['updated', {}, updated], ['author', {}, ['name', {}, author]],
    ['link', { href: page }], ['link', { rel: 'self', type: 'application/atom+xml', href: at }],
    ...byTime.map(entry => ['entry', {},
      ['title', {}, entry.title ?? `${entry.name}: ${shortened(entry.text, TITLE)}`], ['id', {}, entry.address], ['link', { href: entry.address }],
      ['published', {}, when(entry)], ['updated', {}, when(entry)], ['author', {}, ['name', {}, entry.name]],
      ['content', { type: 'html' }, entry.content],
    ]),
  ]);
}

/** The HTML of elements, with every address in it whole, without the framework's marks. */
export function whole(elements) {
  return elements.map(element => {
    const copy = element.cloneNode(true);
    copy.querySelectorAll('a[href]').forEach(link => link.setAttribute('href', link.href));
    copy.querySelectorAll('img[src]').forEach(picture => picture.setAttribute('src', picture.src));
    return copy.innerHTML.replaceAll('<!---->', '');
  }).join('\n');
}

/** The pages that are there for search engines. */
export const sitemap = (window, addresses) =>
  xml(window, 'http://www.sitemaps.org/schemas/sitemap/0.9', ['urlset', {}, ...addresses.map(address => ['url', {}, ['loc', {}, address]])]);

/** What robots are told: where the pages are. Those of one person say of themselves that they are not for robots. */
export const robots = sitemap => `User-agent: *\nAllow: /\n\nSitemap: ${sitemap}\n`;
