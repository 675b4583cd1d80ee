// A site on each of five real backends, and what a coordinator sees behind them.
import fs from 'node:fs';
import { forward } from '../browser/host.mjs';

export const sites = JSON.parse(process.env.SITES);
const json = path => JSON.parse(fs.readFileSync(new URL(`../../${path}`, import.meta.url)));
export const accounts = name => json(`target/backends/${name}/accounts.json`);

const basic = ({ user, password }) => ({ Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` });
const get = async (url, headers = {}) => (await fetch(url, { headers })).json();
const post = async (url, body) => (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json();

/** The comments that a backend has with this text in them, whoever may read them: each as its text. */
const comments = {
  'json-server': async () => (await get('http://127.0.0.1:4101/comments')).map(c => c.text),
  wordpress: async () => {
    const url = 'http://127.0.0.1:4102/wp-json/wp/v2/comments?status=hold&per_page=100';
    return (await get(url, basic(accounts('wordpress').coordinator))).map(c => c.content.rendered);
  },
  postgrest: async () => {
    const { user, password } = accounts('postgrest').coordinator;
    const { token } = await post('http://127.0.0.1:4103/rpc/sign_in', { email: user, password });
    return (await get('http://127.0.0.1:4103/all_comments?state=eq.held', { Authorization: `Bearer ${token}` })).map(c => c.text);
  },
  pocketbase: async () => {
    const { user, password } = accounts('pocketbase').coordinator;
    const { token } = await post('http://127.0.0.1:4104/api/collections/users/auth-with-password', { identity: user, password });
    return (await get('http://127.0.0.1:4104/api/collections/comments/records?perPage=500', { Authorization: token })).items.map(c => c.text);
  },
  kinto: async () => {
    const url = 'http://127.0.0.1:4105/v1/buckets/inbox/collections/comments/records';
    return (await get(url, basic(accounts('kinto').coordinator))).data.map(c => c.text);
  },
};

export const stored = async (name, text) => (await comments[name]()).filter(there => there.includes(text)).length;

const PORTS = { 'json-server': 4101, wordpress: 4102, postgrest: 4103, pocketbase: 4104, kinto: 4105 };

/** A site and its backend, each behind a host that can go away or be slow. */
export async function onHosts(name) {
  const origin = `http://127.0.0.1:${PORTS[name]}`;
  const backend = await forward(origin);
  // The backend names itself in what it answers; the site names it in its configuration, its policy and its profiles.
  backend.change = (path, text) => text.replaceAll(origin, backend.url);
  return { site: await forward(sites[name], backend.change), backend };
}

/** A post on the blog, as its editor writes it. Gives its slug and its address. */
export async function blogPost(title, content, more = {}) {
  const headers = { ...basic(accounts('wordpress').coordinator), 'content-type': 'application/json' };
  const base = 'http://127.0.0.1:4102/wp-json/wp/v2';
  const [category] = await get(`${base}/categories?slug=discussion-topics`);
  const body = JSON.stringify({ title, content, status: 'publish', categories: [category.id], ...more });
  const { slug, link } = await (await fetch(`${base}/posts`, { method: 'POST', headers, body })).json();
  return { slug, link };
}
