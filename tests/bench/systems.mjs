// The comment systems that are compared, each with the same discussion under the same article, everything compressed with brotli:
// `{ name, start(n) → { url, stop() }, shown, usable }`. `shown` is an expression for how many comments are on the page, and `usable`,
// where that is later, for whether one can write.
import fs from 'node:fs';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { execFileSync, spawn } from 'node:child_process';
import { brotliCompressSync } from 'node:zlib';
import { discussion, tree } from './discussion.mjs';

const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json' };

/** Serves what is at each path: a text, or a function that gives JSON. Gives where, and a way to stop. */
async function serve(routes, port = 0) {
  const packed = new Map();
  const server = http.createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://127.0.0.1');
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', '*');
    const route = routes[pathname];
    if (request.method === 'OPTIONS' || route === undefined) return response.writeHead(route === undefined ? 404 : 204).end();
    if (!packed.has(pathname)) packed.set(pathname, brotliCompressSync(Buffer.from(typeof route === 'function' ? JSON.stringify(route()) : route)));
    const body = packed.get(pathname);
    const type = typeof route === 'function' ? TYPES['.json'] : TYPES[path.extname(pathname)] ?? TYPES['.html'];
    response.writeHead(200, { 'content-type': type, 'content-encoding': 'br', 'cache-control': 'no-store', 'content-length': body.length });
    return response.end(body);
  });
  await new Promise(listening => { server.listen(port, '127.0.0.1', listening); });
  return { url: `http://127.0.0.1:${server.address().port}/`, stop: () => { server.closeAllConnections(); server.close(); } };
}

const ARTICLE = `<h1>Getting to know you</h1>${'<h2>A prompt</h2><p>Talk with your partner about where you work and what your role involves on a daily basis.</p>'.repeat(3)}`;
const page = (head, body) => '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">' +
  `<title>Topic</title>${head}</head><body><main><article>${ARTICLE}</article>${body}</main></body></html>`;
const escaped = text => text.replace(/[&<>"]/g, c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]);
const item = c => `<li id="c${c.id}" class="comment"><header><b>${escaped(c.author)}</b> <time datetime="${c.created}">${c.created.slice(0, 10)}</time></header>` +
  `${c.html}<button>Reply</button>${c.children.length ? `<ol>${c.children.map(item).join('')}</ol>` : ''}</li>`;
const FORM = '<form><label>Name <input required></label><label>E-mail <input type="email" required></label><label>Comment <textarea required></textarea></label><button>Post</button></form>';
const packaged = (...parts) => fs.readFileSync(path.join(...parts));

const only = (html, script, more = {}) => async n => serve({ '/': page(script ? '<script type="module" src="/app.js"></script>' : '', html(n)), ...(script && { '/app.js': script }), ...more });

const VANILLA = `const make = (tag, into, text) => { const made = document.createElement(tag); if (text) made.textContent = text; into.append(made); return made; };
const show = (c, into) => { const li = make('li', into); li.className = 'comment'; li.id = 'c' + c.id; const head = make('header', li); make('b', head, c.author); make('time', head, c.created.slice(0, 10)).dateTime = c.created;
  make('p', li, c.body); make('button', li, 'Reply'); if (c.children.length) { const ol = make('ol', li); for (const child of c.children) show(child, ol); } };
const all = await (await fetch('/comments.json')).json(); const by = new Map(all.map(c => [c.id, { ...c, children: [] }])); const roots = [];
for (const c of by.values()) (c.parent ? by.get(c.parent).children : roots).push(c);
const ol = document.createElement('ol'); for (const c of roots) show(c, ol); document.querySelector('#thread').append(ol);`;

/** Isso with its own server; it keeps one level of replies. */
async function isso(n) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'isso-'));
  const at = name => path.join(folder, name);
  // Its server must know where the blog is.
  const [own, api] = [await free(), await free()];
  fs.writeFileSync(at('isso.cfg'), `[general]\ndbpath = ${at('c.db')}\nhost = ${own}/\nlog-file =\n[server]\nlisten = ${api}\n[guard]\nenabled = false\n[moderation]\nenabled = false\n`);
  const child = spawn(process.env.ISSO, ['-c', at('isso.cfg'), 'run'], { stdio: 'ignore' });
  let script;
  for (let tries = 0; !script; tries += 1) {
    script = await fetch(`${api}/js/embed.min.js`).then(answer => answer.arrayBuffer()).catch(() => null);
    if (tries > 100) throw new Error('Isso did not start');
    if (!script) await new Promise(later => { setTimeout(later, 100); });
  }
  const root = new Map();
  const quoted = text => `'${text.replaceAll("'", "''")}'`;
  const rows = discussion(n).map(c => {
    root.set(c.id, c.parent ? root.get(c.parent) : c.id);
    return `INSERT INTO comments (tid, id, parent, created, mode, remote_addr, text, author, email, likes, dislikes, voters) VALUES (1, ${c.id}, ${c.parent ? root.get(c.id) : 'NULL'}, ${Date.parse(c.created) / 1000}, 1, '127.0.0.1', ${quoted(c.body)}, ${quoted(c.author)}, ${quoted(c.email)}, 0, 0, X'00');`;
  });
  fs.writeFileSync(at('seed.sql'), `BEGIN;INSERT INTO threads (id, uri, title) VALUES (1, '/', 'Topic');${rows.join('\n')}COMMIT;`);
  execFileSync('python3', ['-c', 'import sqlite3,sys; sqlite3.connect(sys.argv[1]).executescript(open(sys.argv[2]).read())', at('c.db'), at('seed.sql')]);
  const blog = await serve({
    '/': page(`<script data-isso="${api}/" data-isso-max-comments-top="inf" data-isso-max-comments-nested="inf" data-isso-reveal-on-click="0" src="/embed.min.js" async></script>`, '<section id="isso-thread"></section>'),
    '/embed.min.js': Buffer.from(script),
  }, Number(new URL(own).port));
  return { url: blog.url, stop: () => { child.kill(); blog.stop(); fs.rmSync(folder, { recursive: true, force: true }); } };
}

/** An address on loopback that nobody has. */
async function free() {
  const { url, stop } = await serve({});
  stop();
  return url.slice(0, -1);
}

async function waline(n) {
  const shape = c => ({ objectId: String(c.id), nick: c.author, link: '', comment: c.html, orig: c.body, time: Date.parse(c.created), user_id: null, avatar: '', mail: '', like: 0, status: 'approved', sticky: 0 });
  const flat = c => c.children.flatMap(d => [{ ...shape(d), pid: String(c.id), rid: '', reply_user: { nick: c.author } }, ...flat(d)]);
  return serve({
    '/': page('<link rel="stylesheet" href="/waline.css"><script type="module" src="/start.js"></script>', '<div id="waline"></div>'),
    '/start.js': `import { init } from '/waline.js'; init({ el: '#waline', serverURL: location.origin, path: '/', pageSize: ${n}, emoji: false, search: false, imageUploader: false, highlighter: false, texRenderer: false });`,
    '/waline.js': packaged(process.env.WALINE, 'dist/waline.js'), '/waline.css': packaged(process.env.WALINE, 'dist/waline.css'),
    '/api/comment': () => ({ errno: 0, errmsg: '', data: { page: 1, totalPages: 1, pageSize: n, count: n, data: tree(discussion(n)).map(c => ({ ...shape(c), children: flat(c) })) } }),
  });
}

async function artalk(n) {
  const shape = c => ({ id: c.id, content: c.body, content_marked: c.html, user_id: 1, nick: c.author, email_encrypted: 'a'.repeat(32), link: '', ua: 'Mozilla/5.0', date: c.created.replace('T', ' ').slice(0, 19),
    is_collapsed: false, is_pending: false, is_pinned: false, is_allow_reply: true, is_verified: false, rid: c.parent ?? 0, badge_name: '', badge_color: '', visible: true, vote_up: 0, vote_down: 0, page_key: '/', page_url: '/', site_name: 's' });
  const list = () => {
    const all = discussion(n);
    return { comments: all.map(shape), count: n, roots_count: all.filter(c => !c.parent).length, page: { id: 1, admin_only: false, key: '/', url: '/', title: 'Topic', site_name: 's', vote_up: 0, vote_down: 0, pv: 1, date: '2016-02-15' } };
  };
  return serve({
    '/': page('<link rel="stylesheet" href="/artalk.css"><script type="module" src="/start.js"></script>', '<div id="artalk"></div>'),
    '/start.js': `import '/artalk.js'; window.Artalk.init({ el: '#artalk', server: location.origin, site: 's', pageKey: '/', pageTitle: 'Topic', useBackendConf: false, vote: false, pagination: { pageSize: ${n}, readMore: true, autoLoad: true }, nestMax: 4, heightLimit: { content: 0, children: 0 } });`,
    '/artalk.js': packaged(process.env.ARTALK, 'dist/Artalk.js'), '/artalk.css': packaged(process.env.ARTALK, 'dist/Artalk.css'),
    '/api/v2/comments': list, '/api/v2/conf': () => ({ frontend_conf: {}, version: { app: 'artalk', version: '2.9.1', commit_hash: '', fullVersion: '' } }),
    '/api/v2/user/info': () => ({ user: null, is_login: false, notifies: [], notifies_count: 0 }), '/api/v2/stat/page_comment': () => ({ data: {} }), '/api/v2/pages/pv': () => ({ pv: 1 }),
  });
}

/** Our sites by how many comments their first topic has. */
const SITES = Object.fromEntries((process.env.SITES ?? '').split(',').map(pair => pair.split('=')));
const count = (all, root = 'document') => `${root}.querySelectorAll('${all}').length`;
/** How many comments of ours are on the page at first; the others come when they are asked for. */
export const STEP = 50;
const WIDGET = `document.querySelector('deskmates-comments').shadowRoot`;

export const systems = [
  { name: 'static HTML', shown: count('.comment'), start: only(n => `<ol>${tree(discussion(n)).map(item).join('')}</ol>${FORM}`) },
  { name: 'vanilla JS + JSON', shown: count('.comment'),
    start: async n => only(() => `<div id="thread"></div>${FORM}`, VANILLA, { '/comments.json': () => discussion(n).map(({ id, parent, author, created, body }) => ({ id, parent, author, created, body })) })(n) },
  { name: 'Isso, its own server', shown: count('.isso-comment'), start: isso },
  { name: 'Waline, client', shown: count('.wl-card-item'), start: waline },
  { name: 'Artalk, client', shown: count('.atk-comment'), start: artalk },
  { name: 'Deskmates, widget', isOurs: true, shown: count('.widget:not([hidden]) [data-comment]', WIDGET), usable: `!${WIDGET}.querySelector('.widget:not([hidden]) :disabled')`,
    start: async n => serve({ '/': page(`<script type="module" src="${SITES[n]}/embed.js"></script>`, '<deskmates-comments topic="getting-to-know-you"></deskmates-comments>') }) },
  { name: 'Deskmates, its own page', isOurs: true, shown: count('#app [data-comment], [data-finished] [data-comment]'), usable: `!document.querySelector('[data-finished]')`,
    start: async n => ({ url: `${SITES[n]}/topics/getting-to-know-you`, stop() {} }) },
];
