/**
 * Keeps what a browser has translated up to date, below `root`. Chromium's translation puts a <font> in the place of each text, and what
 * the program writes into that text later would be seen by nobody. So the text stays beside its translation, empty, until
 * the program writes into it or takes it away: then the translation goes, and the new text is there to be translated.
 */
export const followTranslation = root => {
  const translations = new WeakMap(), texts = new WeakMap();
  const part = (text, words) => {
    const translation = translations.get(text);
    translations.delete(text);
    texts.delete(translation);
    translation.remove();
    text.data = words;
  };
  const isFont = node => node?.localName === 'font';
  new MutationObserver(changes => {
    for (const { type, target, addedNodes, removedNodes, previousSibling, nextSibling } of changes) {
      if (type === 'characterData') {
        if (!translations.has(target) || !target.data) continue;
        part(target, target.data);
        // Put there anew, it is found by the translation.
        const { nextSibling, parentNode } = target;
        target.remove();
        parentNode.insertBefore(target, nextSibling);
        continue;
      }
      for (const node of removedNodes) {
        if (node.isConnected) continue;
        if (translations.has(node)) {
          // The program has taken it away.
          translations.get(node).remove();
        } else if (node.nodeType === Node.TEXT_NODE) {
          const translation = [addedNodes[0], previousSibling, nextSibling].find(node => isFont(node) && node.isConnected && !texts.has(node));
          if (!translation) continue;
          translations.set(node, translation);
          texts.set(translation, [node, node.data]);
          node.data = '';
          translation.before(node);
        } else if (texts.has(node)) {
          // The translation was taken back.
          const [text, words] = texts.get(node);
          if (text.isConnected) part(text, [...addedNodes].some(({ data }) => data) ? '' : words);
        }
      }
    }
  }).observe(root, { childList: true, subtree: true, characterData: true });
};
