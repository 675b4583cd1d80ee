// The same made-up discussion for every comment system: so many comments, about half of them replies, at most four deep, some
// 300 characters each, some with Markdown. No clock, no chance: the same numbers give the same words.
//   node discussion.mjs 200 > comments.json        as our demo keeps them
import { pathToFileURL } from 'node:url';

const WORDS = ('library partner round desk catalogue reading community country colleague archive school branch shelf story question ' +
  'morning children language budget network visit weekly letter video timezone career hope plan learn share welcome photo ' +
  'collection digital local national public university small large different same first next').split(' ');
const NAMES = ['Amina Diallo', 'Jürgen Weiß', 'Nguyễn Thị Lan', 'Maria da Conceição', 'Олена Коваль', '佐藤 美咲', 'ليلى حداد', 'Thabo Nkosi',
  'Siobhán Ní Bhriain', 'Arjun Mehta', 'Kateřina Nováková', 'Mele Tupou'];

/** Numbers from 0 to 1 that look random (mulberry32). */
function numbers(seed) {
  let at = seed;
  return () => {
    at = (at + 0x6d2b79f5) | 0;
    let t = Math.imul(at ^ (at >>> 15), 1 | at);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Comments `{id, parent, depth, author, email, created, body, html}`, oldest first; `body` is Markdown, `created` ISO 8601 in UTC. */
export function discussion(count) {
  const next = numbers(2016);
  const comments = [];
  for (let i = 0; i < count; i += 1) {
    const maybe = i > 0 && next() < 0.5 ? comments[Math.floor(next() * comments.length)] : null;
    const parent = maybe && maybe.depth < 3 ? maybe : null;
    const words = Array.from({ length: 38 + Math.floor(next() * 20) }, () => WORDS[Math.floor(next() * WORDS.length)]);
    words[0] = words[0][0].toUpperCase() + words[0].slice(1);
    let body = `${words.join(' ')}.`;
    let html = body;
    if (i % 5 === 1) [body, html] = [`**${words[0]}** ${body}`, `<strong>${words[0]}</strong> ${html}`];
    if (i % 7 === 2) [body, html] = [`${body} See [our desk](https://example.org/desk/${i}).`, `${html} See <a href="https://example.org/desk/${i}">our desk</a>.`];
    comments.push({
      id: i + 1, parent: parent?.id ?? null, depth: parent ? parent.depth + 1 : 0, author: NAMES[i % NAMES.length], email: `person${i}@example.org`,
      created: new Date(Date.UTC(2016, 1, 15, 8) + i * 60_000 * 5).toISOString(), body, html: `<p>${html}</p>`,
    });
  }
  return comments;
}

/** The comments with a `children` each; gives those that answer none. */
export function tree(comments) {
  const nodes = new Map(comments.map(comment => [comment.id, { ...comment, children: [] }]));
  const roots = [];
  for (const node of nodes.values()) (node.parent ? nodes.get(node.parent).children : roots).push(node);
  return roots;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const ours = discussion(Number(process.argv[2])).map(({ id, parent, author, created, body }) => ({
    id: `b${id}`, topic: 't1', ...(parent && { parent: `b${parent}` }), name: author, state: 'published', created, text: body }));
  console.log(JSON.stringify(ours));
}
