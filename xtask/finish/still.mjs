// Making something that stands still out of something that is at work.

/** How long something may take, ms. A page of the demo takes half a second. */
const PATIENCE = 30_000;

/** Waits until something is as it is to be. */
export async function settled(isSo) {
  const begun = Date.now();
  while (!isSo()) {
    if (Date.now() - begun > PATIENCE) throw new Error(`not there after ${PATIENCE / 1000} seconds`);
    await new Promise(resolve => { setTimeout(resolve, 10); });
  }
}

/** Takes out the framework's own marks, and comments. Every element stays, so that the program finds the one that has the focus. */
export function unmark(still) {
  const document = still.ownerDocument ?? still;
  const marks = document.createTreeWalker(still, 128);
  const gone = [];
  while (marks.nextNode()) gone.push(marks.currentNode);
  gone.forEach(mark => mark.remove());
}

/** Nobody is to write where nothing is kept yet. */
export function disable(still) {
  still.querySelectorAll('button, input, select, textarea').forEach(control => { control.disabled = true; });
}

/** Why something is not what it should be, in its own words and without those of its button; nothing if it is. */
export const wrong = place => {
  const alert = place.querySelector('[role=alert]');
  return alert && (alert.querySelector('bdi') ?? alert).textContent;
};
