// A host that stands in front of another one, and can go away: then there is really no network to it.
import http from 'node:http';

/** What belongs to the way between two servers, not to the answer, or would not be true of a changed one. */
const OF_THE_WAY = ['connection', 'content-encoding', 'content-length', 'etag', 'host', 'if-modified-since', 'if-none-match', 'keep-alive', 'last-modified', 'transfer-encoding'];
const passed = headers => Object.fromEntries([...headers].filter(([name]) => !OF_THE_WAY.includes(name)));

/**
 * Forwards to a whole address. `change` may change a text, given its path; `path` says where something is that is asked for by
 * another path; `before` may keep a request waiting.
 */
export async function forward(target, change = (path, text) => text) {
  const host = { change, before: async request => {}, path: path => path };
  const server = http.createServer(async (request, response) => {
    const { method } = request;
    await host.before(request);
    const body = ['GET', 'HEAD'].includes(method) ? undefined : await new Response(request).arrayBuffer();
    const answer = await fetch(target + host.path(request.url), { method, body, headers: passed(Object.entries(request.headers)), redirect: 'manual' });
    const bytes = Buffer.from(await answer.arrayBuffer());
    response.writeHead(answer.status, { ...passed(answer.headers), 'cache-control': 'no-cache' });
    const isText = /html|javascript|json/.test(answer.headers.get('content-type'));
    response.end(isText ? host.change(request.url, bytes.toString()) : bytes);
  });
  const listen = port => new Promise(listening => { server.listen(port, '127.0.0.1', listening); });
  await listen(0);
  const { port } = server.address();
  host.url = `http://127.0.0.1:${port}`;
  host.start = () => listen(port);
  host.stop = () => { server.closeAllConnections(); server.close(); };
  return host;
}
