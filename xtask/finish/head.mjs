// What search engines, and those who show a link to somebody, read of a page: in its head, out of what stands in its body.

/** What of a text is shown under a link: so many characters, whole words. (Search engines show some 160.) */
const LENGTH = 200;
/** A paragraph with fewer characters is a label, not what a page tells. */
const SENTENCE = 60;

/** Shortens a text between two words. */
export function shortened(text, length = LENGTH) {
  const plain = text.replace(/\s+/g, ' ').trim();
  if (plain.length <= length) return plain;
  return `${plain.slice(0, length).replace(/\s+\S*$/, '')} …`;
}

/** What a page is about. */
export function read(document) {
  const main = document.querySelector('main');
  const paragraphs = [...main.querySelectorAll('p')].filter(p => !p.closest('.comments') && p.textContent.length > SENTENCE);
  const topic = main.querySelector('article.topic:has(.eyebrow time)');
  return {
    title: main.querySelector('h1').textContent.trim(),
    name: document.title,
    // A picture that is drawn (SVG) is shown by none of those who show links.
    picture: topic?.querySelector('figure img:not([src$=".svg"])')?.src,
    about: shortened(paragraphs.map(p => p.textContent).join(' ') || document.querySelector('meta[name=description]').content),
    topic,
    released: topic?.querySelector('.eyebrow time').getAttribute('datetime'),
  };
}

/**
 * Writes it into the head: a description, Open Graph (ogp.me) and, for a topic, what it is in the words of schema.org.
 * `address`, where it is known, is the page's own, absolute; `feeds` are `{title, href}`.
 */
export function write(document, page, { site, programme, address, feeds }) {
  const { head } = document;
  head.querySelector('meta[name=description]').content = page.about;
  const add = (tag, attributes, text) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    if (text) element.textContent = text;
    head.append(element, '\n');
  };
  const graph = {
    title: page.title, description: page.about, site_name: site, type: page.topic ? 'article' : 'website', url: address, image: page.picture,
  };
  for (const [name, content] of Object.entries(graph)) if (content) add('meta', { property: `og:${name}`, content });
  if (address) add('link', { rel: 'canonical', href: address });
  for (const { title, href } of feeds) add('link', { rel: 'alternate', type: 'application/atom+xml', title, href });
  if (page.topic && address) {
    const posting = {
      '@context': 'https://schema.org', '@type': 'DiscussionForumPosting', headline: page.title, text: page.about, url: address,
      datePublished: page.released, author: { '@type': 'Organization', name: programme },
      comment: comments(document).map(comment => ({
        '@type': 'Comment', author: { '@type': 'Person', name: comment.name }, datePublished: comment.created, url: comment.address, text: comment.text,
      })),
    };
    add('script', { type: 'application/ld+json' }, JSON.stringify(posting).replaceAll('<', '\\u003c'));
  }
}

/** The comments that a topic's page shows, in its order. */
export function comments(document) {
  return [...document.querySelectorAll('[data-comment]')].filter(item => item.querySelector(':scope > .prose')).map(item => ({
    name: item.querySelector('header b').textContent,
    created: item.querySelector('header time')?.getAttribute('datetime'),
    address: new URL(`#${item.id}`, document.URL).href,
    text: item.querySelector(':scope > .prose').textContent.trim(),
    prose: item.querySelector(':scope > .prose'),
  }));
}
