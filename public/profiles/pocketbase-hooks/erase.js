// What becomes of somebody who is erased; the same as in postgrest.sql, and as the page tells them beforehand.
const GOES = ['desks', 'pictures', 'messages', 'notes', 'goals', 'hours', 'agreements', 'reflections', 'settings'];

/** Erases who asked for it at least so many days ago and has not taken it back since; or of those only one. */
function due(app, days, only) {
  const before = new Date(Date.now() - days * 86400000).toISOString().replace('T', ' ');
  const asked = app.findRecordsByFilter('settings', 'erase = true && received <= {:before}', 'received', 0, 0, { before });
  const people = [...new Set(asked.map(word => word.getString('by')))].filter(who => !only || who === only);
  return people.filter(who => {
    // The last words that ask for it, without one between them that takes it back.
    const words = app.findRecordsByFilter('settings', 'by = {:who}', '-received', 0, 0, { who });
    const back = words.findIndex(word => !word.getBool('erase'));
    const first = words[(back < 0 ? words.length : back) - 1];
    if (!first || first.getString('received') > before) return false;
    app.runInTransaction(all => erase(all, who));
    return true;
  });
}

function erase(app, who) {
  const of = (name, field) => app.findRecordsByFilter(name, `${field} = {:who}`, '', 0, 0, { who });
  for (const name of GOES) for (const thing of of(name, 'by')) app.delete(thing);
  // When the two were in touch is the partner's history, too.
  for (const contact of of('contacts', 'by')) {
    contact.set('note', '');
    app.save(contact);
  }
  for (const person of of('participants', 'id')) app.delete(person);
  for (const account of of('users', 'participant')) app.delete(account);
}

module.exports = { due };
