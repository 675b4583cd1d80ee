// A backend that is a few lines of a test: it has the demo programme, keeps what is written, and answers when and how the
// test says. `cargo xtask test browser` serves the site for it.
import fs from 'node:fs';
import { unpacked } from './kit.mjs';

/** The address of the site. */
export const SITE = process.env.SITE_ON_BACKEND;

const read = path => JSON.parse(fs.readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));

/** What stands in the demo's files of a kind. */
function things(kind) {
  if (kind !== 'comments') {
    const path = `public/demo/${kind}.json`;
    return fs.existsSync(new URL(`../../${path}`, import.meta.url)) ? read(path) : [];
  }
  return read('public/demo/topics.json').flatMap(({ slug }) => {
    const file = new URL(`../../public/demo/comments/${slug}.json`, import.meta.url);
    return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : [];
  });
}

const CORS = { 'access-control-expose-headers': '*' };

/**
 * Puts the backend behind a page, with a profile that `change` may change. Gives what is written to it (`writes`: the body
 * and path of each, in the order in which they came), `answer` (how the next ones are answered: 'well', 'no' for a refusal,
 * or a function of route and request), the kind of which it `ignores` the conditions, and `hold`, after which nothing that is
 * written is answered until what it gives is called.
 */
export async function backend(page, change = () => {}) {
  const profile = read('public/profiles/postgrest.json');
  profile.base = `${SITE}/backend`;
  change(profile);
  const config = { ...read('tests/sites/postgrest.json') };
  config.data.backends = [{ profile: 'profiles/postgrest.json' }];
  const rows = {};
  const state = { writes: [], reads: [], answer: 'well', held: Promise.resolve(), rows: kind => (rows[kind] ??= things(kind)) };
  state.hold = () => {
    let release;
    state.held = new Promise(done => { release = done; });
    return release;
  };
  await unpacked(page);
  await page.route('**/config.json', route => route.fulfill({ json: config }));
  await page.route('**/profiles/postgrest.json', route => route.fulfill({ json: profile }));
  await page.route('**/backend/**', async (route, request) => {
    const url = new URL(request.url());
    const [kind] = url.pathname.replace(/^.*\/backend\//, '').split('?');
    if (request.method() === 'GET') {
      state.reads.push(kind);
      return list(route, url, state.rows(kind), kind !== state.ignores);
    }
    const body = request.postData()?.startsWith('{') ? request.postDataJSON() : {};
    state.writes.push({ path: kind, method: request.method(), body });
    await state.held;
    if (typeof state.answer === 'function') return state.answer(route, request);
    // A file goes before the thing that names it, and is taken.
    if (state.answer === 'no' && kind !== 'rpc/store_picture') return route.fulfill({ status: 400, headers: CORS, json: { message: 'Not on Sundays.' } });
    if (kind === 'rpc/sign_in') return route.fulfill({ headers: CORS, json: { token: 't', participant: 'p01', role: 'participant' } });
    if (kind === 'rpc/store_picture') return route.fulfill({ headers: CORS, json: { id: 'picture' } });
    const table = state.rows(kind === 'all_comments' ? 'comments' : kind);
    const id = body.id ?? url.searchParams.get('id')?.replace(/^eq\./, '');
    const { email, ...row } = { ...table.find(row => row.id === id), rev: 1, state: 'published', ...body };
    const place = table.findIndex(row => row.id === id);
    table.splice(place < 0 ? table.length : place, place < 0 ? 0 : 1, ...(request.method() === 'DELETE' ? [] : [row]));
    return route.fulfill({ status: 201, headers: CORS, json: [row] });
  });
  return state;
}

/** Answers a list, with the conditions and the page that were asked for. */
function list(route, url, all, hears) {
  const conditions = [...url.searchParams].filter(([, value]) => hears && value.startsWith('eq.'));
  const found = all.filter(row => conditions.every(([field, value]) => String(row[field]) === value.slice(3)));
  const [first, size] = ['offset', 'limit'].map(name => Number(url.searchParams.get(name) ?? (name === 'limit' ? 1000 : 0)));
  const some = found.slice(first, first + size);
  const range = `${some.length ? `${first}-${first + some.length - 1}` : '*'}/${found.length}`;
  return route.fulfill({ headers: { ...CORS, 'content-range': range }, json: some.map(row => ({ rev: 1, state: 'published', ...row })) });
}
