/// <reference path="../pb_data/types.d.ts" />
// Erases participants who asked for it two weeks ago, and files that no desk names any more. For PocketBase 0.23 or later:
// copy this file and erase.js into pb_hooks beside the program. Nothing else has to be set up: it is done whenever anybody
// signs in, and every night.

onRecordAuthRequest(e => {
  let gone = [];
  // Whatever goes wrong with somebody else's, who signs in does.
  try {
    gone = require(`${__hooks}/erase.js`).due(e.app, 14);
  } catch (error) {
    e.app.logger().error(`erasing: ${error}`);
  }
  if (gone.includes(e.record.getString('participant'))) throw new UnauthorizedError('this account was erased');
  e.next();
}, 'users');

cronAdd('erase', '17 3 * * *', () => {
  const { due, sweep } = require(`${__hooks}/erase.js`);
  due($app, 14);
  sweep($app);
});

// POST /api/erase-now {"participant": "p01"}: a coordinator does not wait for who asked for it and cannot wait.
routerAdd('POST', '/api/erase-now', e => {
  if (e.auth?.get('role') !== 'coordinator') throw new ForbiddenError();
  const { participant } = e.requestInfo().body;
  // Without a name, nobody.
  return e.json(200, { erased: require(`${__hooks}/erase.js`).due(e.app, 0, participant ?? '') });
}, $apis.requireAuth('users'));
