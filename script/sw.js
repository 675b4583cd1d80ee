// Keeps the site in the reader's browser (a service worker): a second visit starts from there, and what was read before can be
// read without a network. What people write without one is kept by the program itself (src/store/remote/pending_writes.rs).
//
// Every build of the site has a version of its own, and what is kept of each is kept apart. A new version fetches anew whatever the
// old one had, and takes over when no page of the site is open any more. Until then, what the old one had not loaded comes from
// the network, and may be of the new build. Programs and their parts cannot mix: their names hold the hash of their build.

// `cargo xtask dist` puts here what it built: a version, and the names of the files and folders at the top.
const VERSION = '@VERSION@';
const NAMES = '@NAMES@'.split(' ');
const scope = new URL(registration.scope);
const ours = `deskmates${scope.pathname}:`;
const files = `${ours}files:${VERSION}`;
// What backends answered. It is no part of a build.
const answers = `${ours}answers`;
/** A host may say that an answer is another for another browser; here is only one. */
const AS_IT_IS = { ignoreVary: true };
/** How long a backend may take, in ms, where an earlier answer of it is kept. */
const PATIENCE = 10_000;
/** How many answers are kept; those that were kept first go first. */
const MOST = 300;

const isOld = name => name.startsWith(`${ours}files:`) && name !== files;
/** What an answer is kept under. A file of the site is the same whatever is asked of it. */
const plain = ({ url }) => url.split(isFile(url) ? /[?#]/ : '#')[0];
/** Whether something is of this site: the same host may have others, and a backend, beside it or below it. */
const isFile = url => {
  if (!url.startsWith(scope.href)) return false;
  const [name] = url.slice(scope.href.length).split(/[/?#]/);
  return ['', 'topics', 'rounds'].includes(name) || NAMES.includes(name) || NAMES.includes(`${name}.html`);
};
/** Headers that every stranger's request has. What has others may be for one person. */
const COMMON = /^(accept|accept-language|content-type|prefer|user-agent|sec-.+)$/;

/** The hash of a build, in the name of a file that never changes. */
const HASH = /-[0-9a-f]{16}(?=[._])/;
/** The address of the file that is now in the place of this one; nothing if there is none. */
const successor = url => {
  const name = url.slice(scope.href.length);
  if (!HASH.test(name)) return url;
  const same = NAMES.find(other => HASH.test(other) && other.replace(HASH, '') === name.replace(HASH, ''));
  return same && scope.href + same;
};

/** Whether it is a page that brings the program, not what stands on one. */
const isPage = ({ url, headers }) => headers.get('content-type')?.startsWith('text/html') && !/\/(widgets\/|finished\/|frame\.html)/.test(url);

async function keep(cache, request, response) {
  // A part of a list (206) cannot be kept as such. Its headers say which part it is.
  const whole = response.status === 206 ? new Response(response.body, { headers: response.headers }) : response;
  // Some hosts answer every missing file with their start page and 200: kept, it would stand there until the next version.
  const isOther = response.headers.get('content-type')?.startsWith('text/html') && isFile(request.url) && /\.(?!html)\w+$/.test(plain(request));
  // What was led elsewhere cannot be the answer to a navigation.
  if (whole.status === 200 && !response.redirected && !isOther) await cache.put(plain(request), whole);
}

/** Asks the network, and keeps the answer while it goes to who asked: nobody waits until it is kept. */
async function fetchAndKeep(cache, event) {
  const response = await fetch(event.request);
  event.waitUntil(keep(cache, event.request, response.clone()));
  return response;
}

async function renew() {
  const cache = await caches.open(files);
  const had = await Promise.all((await caches.keys()).filter(isOld).map(async name => (await caches.open(name)).keys()));
  const urls = new Set(had.flat().map(({ url }) => successor(url)).filter(Boolean));
  await Promise.all([...urls].map(async url => {
    const isOfBuild = HASH.test(url);
    const response = isOfBuild && await caches.match(url, AS_IT_IS) || await fetch(url, { cache: isOfBuild ? 'default' : 'no-cache' });
    // The host is away, or does not have all of the new version yet.
    if (response.status >= 500 || isOfBuild && !response.ok) throw new Error(`${url}: ${response.status}`);
    await keep(cache, { url }, response);
  }));
}

/** A file of the site: as it is kept, or from the network, and then it is kept. */
async function file(event) {
  const { request } = event;
  const cache = await caches.open(files);
  const kept = await cache.match(plain(request), AS_IT_IS);
  if (kept) return kept;
  try {
    return await fetchAndKeep(cache, event);
  } catch (error) {
    // A page that was never loaded by itself. Any other brings the program, which shows what it can.
    const other = request.mode === 'navigate' && (await cache.matchAll()).find(isPage);
    if (!other) throw error;
    const html = (await other.text()).replace('data-finished=""', '$& hidden');
    return new Response(html, { headers: { 'content-type': 'text/html; charset=utf-8' } });
  }
}

/** What a backend answers now or, when nothing comes, what it answered last. */
async function answer(event) {
  const cache = await caches.open(answers);
  const kept = await cache.match(plain(event.request), AS_IT_IS);
  const coming = fetchAndKeep(cache, event);
  event.waitUntil(coming.then(async () => {
    const all = await cache.keys();
    await Promise.all(all.slice(0, Math.max(0, all.length - MOST)).map(old => cache.delete(old)));
  }, () => {}));
  if (!kept) return coming;
  const late = new Promise(done => { setTimeout(done, PATIENCE, kept); });
  return Promise.race([coming, late]).catch(() => kept);
}

addEventListener('install', event => event.waitUntil(renew()));
addEventListener('activate', event => event.waitUntil((async () => {
  await Promise.all((await caches.keys()).filter(isOld).map(name => caches.delete(name)));
  await clients.claim();
})()));

addEventListener('fetch', event => {
  const { request } = event;
  if (request.method !== 'GET') return;
  if (isFile(request.url)) return event.respondWith(file(event));
  // What only one person may read is not kept here, nor what the browser keeps from us (pictures of others).
  const isPublic = request.mode === 'cors' && request.credentials === 'omit' && [...request.headers.keys()].every(name => COMMON.test(name));
  if (isPublic) event.respondWith(answer(event));
});

addEventListener('message', event => event.waitUntil((async () => {
  // What the page had loaded before this worker ran: files come out of the browser's own cache; backends are asked once more, as by a stranger.
  const keepAll = async (name, urls, options) => {
    const cache = await caches.open(name);
    for (const url of urls) if (!await cache.match(url, AS_IT_IS)) await fetch(url, options).then(response => keep(cache, { url }, response)).catch(() => {});
  };
  await keepAll(files, event.data.files.filter(isFile));
  await keepAll(answers, event.data.answers.filter(url => !isFile(url)), { credentials: 'omit', cache: 'no-store' });
})()));
