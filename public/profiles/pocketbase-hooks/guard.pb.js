/// <reference path="../pb_data/types.d.ts" />
// Refuses what the rules of the collections cannot refuse. For PocketBase 0.23 or later: copy this file and guard.js into
// pb_hooks beside the program. Each hook runs by itself, and so asks for guard.js.

onRecordValidate(e => {
  require(`${__hooks}/guard.js`).shape(e.record);
  e.next();
}, 'agreements', 'hours', 'goals', 'settings', 'participants', 'partnerships');

onRecordCreateRequest(e => {
  require(`${__hooks}/guard.js`).time(e.record, e.auth);
  e.next();
}, 'contacts', 'agreements', 'hours', 'concerns', 'notes', 'ticks', 'goals', 'messages', 'reflections', 'settings', 'desks');

onRecordUpdateRequest(e => {
  const { time, count, keepGoal } = require(`${__hooks}/guard.js`);
  if (e.collection.name === 'goals') keepGoal(e.record, e.auth);
  time(e.record, e.auth);
  count(e.record);
  e.next();
}, 'contacts', 'notes', 'goals');

// Who sends a comment, or asks to be on the waitlist, is answered without the address: it is for coordinators.
onRecordEnrich(e => {
  if (e.requestInfo.auth?.getString('role') !== 'coordinator' && !e.requestInfo.hasSuperuserAuth()) e.record.hide('email');
  e.next();
}, 'comments', 'waitlist');
