// What Chromium's translation does to a page: every text becomes <font><font>…</font></font>, also what comes later.

/** Translates a page, and what is within its widgets, into the same words in capital letters; until the page is left. */
export const translate = page => page.evaluate(() => {
  const one = text => {
    const skip = text.parentElement?.closest('script, style, textarea, code, pre, [translate=no], font');
    if (!text.data.trim() || skip) return;
    const [outer, inner] = [document.createElement('font'), document.createElement('font')];
    inner.textContent = text.data.toUpperCase();
    outer.append(inner);
    text.replaceWith(outer);
  };
  const below = root => {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walk.nextNode()) texts.push(walk.currentNode);
    texts.forEach(one);
  };
  const widgets = [...document.querySelectorAll('*')].map(element => element.shadowRoot).filter(Boolean);
  for (const root of [document.body, ...widgets]) {
    below(root);
    new MutationObserver(changes => {
      for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) {
        if (node.nodeType === Node.TEXT_NODE) one(node);
        else if (node.localName && node.localName !== 'font') below(node);
      }
    }).observe(root, { childList: true, subtree: true });
  }
});
