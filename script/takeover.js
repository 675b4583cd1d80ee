/**
 * Shows what the program builds out of sight in `app` instead of what stands there `finished`, as soon as nothing on it is on
 * its way, and calls `then`; `hasBegun` says whether there is anything yet. `root` is what both are in: the document, or the
 * shadow root of a widget. When the program cannot load something, what can be read stays, with a word about it.
 */
export function takeOver({ finished, app, root, hasBegun, then }) {
  let told;
  const watch = new MutationObserver(() => {
    if (!hasBegun() || app.querySelector('.loading')) return;
    told?.remove();
    const away = app.querySelector('[data-away]');
    if (away) {
      told = away.cloneNode(true);
      // "Try again".
      told.onclick = ({ target }) => { if (target.closest('button')) away.querySelector('button').click(); };
      (finished.querySelector('main') ?? finished).prepend(told);
      finished.hidden = false;
      return;
    }
    watch.disconnect();
    // Who is on a link stays on it: the same way down leads to it.
    const way = [];
    for (let at = root.activeElement; at && finished !== at && finished.contains(at); at = at.parentElement) way.unshift([...at.parentElement.children].indexOf(at));
    // Who came for a comment that was there has seen it. Who came for one that comes only now is taken there.
    const pointed = location.hash.slice(1);
    const wasThere = pointed && finished.querySelector(`#${CSS.escape(pointed)}`);
    // What the reader is at stays where it is in view, whatever above it is higher now. (Taking away what has the focus makes the
    // browser lay out both, one above the other, and follow the lower one down.)
    const down = scrollY;
    const middle = [innerWidth / 2, innerHeight / 2];
    const there = root.elementFromPoint(...middle);
    const seen = finished.contains(there) ? there.closest('[id]') : document.elementFromPoint(...middle);
    const top = seen?.getBoundingClientRect().top;
    app.hidden = false;
    finished.remove();
    then?.();
    const same = seen?.isConnected ? seen : root.getElementById(seen?.id);
    scrollTo({ top: down && same ? scrollY + same.getBoundingClientRect().top - top : down, behavior: 'instant' });
    if (way.length) way.reduce((at, i) => at?.children[i], app)?.focus({ preventScroll: true });
    else if (pointed && !wasThere) root.getElementById(pointed)?.scrollIntoView();
  });
  watch.observe(app, { childList: true, subtree: true });
}
