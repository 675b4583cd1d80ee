/** The id that the address points at: in a widget, only if nothing of the page around it has it. */
export const pointed = root => {
  const id = location.hash.slice(1);
  return root === document || !document.getElementById(id) ? id : '';
};

/**
 * Shows what the program builds out of sight in `app` instead of what stands there `finished`, as soon as nothing on it is on
 * its way, and calls `then`; `hasBegun` says whether there is anything yet. `root` is what both are in: the document, or the
 * shadow root of a widget. When the program cannot load something, what can be read stays, with a word about it.
 */
export function takeOver({ finished, app, root, hasBegun, then }) {
  let told, said;
  // Who came for something that was there has seen it, and may be elsewhere by now: the program is not to point at it (src/app/navigate.rs).
  // In a widget, it is the program that gets them there for sure: the browser itself does not look into a shadow root.
  const id = pointed(root);
  const wasThere = id && finished.querySelector(`#${CSS.escape(id)}`);
  const isSeen = wasThere && root === document;
  if (isSeen) wasThere.dataset.seen = '';
  const watch = new MutationObserver(() => {
    if (!hasBegun() || app.querySelector('.loading')) return;
    const away = app.querySelector('[data-away]');
    if (away && away === said) return;
    const again = told?.contains(root.activeElement);
    told?.remove();
    said = away;
    if (away) {
      told = away.cloneNode(true);
      // "Try again".
      told.onclick = ({ target }) => { if (target.closest('button')) away.querySelector('button').click(); };
      (finished.querySelector('main') ?? finished).prepend(told);
      finished.hidden = false;
      if (again) told.querySelector('button, a')?.focus();
      return;
    }
    watch.disconnect();
    // Who is on a link stays on it: the same way down leads to it.
    const way = [];
    for (let at = root.activeElement; at && finished !== at && finished.contains(at); at = at.parentElement) way.unshift([...at.parentElement.children].indexOf(at));
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
    const goal = down && same ? scrollY + same.getBoundingClientRect().top - top : down;
    // Where nothing has moved, the reader may be on their way somewhere.
    if (Math.abs(goal - scrollY) > 1) scrollTo({ top: goal, behavior: 'instant' });
    const target = id && root.getElementById(id);
    if (isSeen && target) {
      // It does so within a frame or two.
      target.dataset.seen = '';
      setTimeout(() => { delete target.dataset.seen; }, 500);
    }
    // Who came for one that comes only now is taken there.
    if (way.length) way.reduce((at, i) => at?.children[i], app)?.focus({ preventScroll: true });
    else if (target && !wasThere) target.scrollIntoView();
  });
  watch.observe(app, { childList: true, subtree: true });
}
