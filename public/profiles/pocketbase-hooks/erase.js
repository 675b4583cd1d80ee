// What becomes of somebody who is erased; the same as in postgrest.sql, and as the page tells them beforehand.
const GOES = ['desks', 'pictures', 'messages', 'notes', 'goals', 'hours', 'agreements', 'reflections', 'settings'];

const ago = days => new Date(Date.now() - days * 86400000).toISOString().replace('T', ' ');

/**
 * Erases who asked for it at least so many days ago and has not taken it back since; with `only`, nobody but them. Where
 * one cannot be erased, the others are all the same, and the log says why.
 */
function due(app, days, only = null) {
  const before = ago(days);
  const asked = app.findRecordsByFilter('settings', 'erase = "wanted" && received <= {:before}', 'received', 0, 0, { before });
  const back = app.findRecordsByFilter('settings', 'erase = "withdrawn"', '', 0, 0);
  // A word that waited for a network can come after one that was said later: either order takes it back.
  const holds = word => !back.some(other => other.getString('by') === word.getString('by')
    && (other.getString('received') > word.getString('received') || other.getString('at') > word.getString('at')));
  const people = [...new Set(asked.filter(holds).map(word => word.getString('by')))];
  return people.filter(who => only === null || who === only).filter(who => {
    try {
      app.runInTransaction(all => erase(all, who));
      return true;
    } catch (error) {
      app.logger().error(`participant ${who} could not be erased: ${error}`);
      return false;
    }
  });
}

function erase(app, who) {
  const of = (name, field) => app.findRecordsByFilter(name, `${field} = {:who}`, '', 0, 0, { who });
  for (const name of GOES) for (const thing of of(name, 'by')) app.delete(thing);
  // When the two were in touch is the partner's history, too.
  for (const contact of of('contacts', 'by')) {
    contact.set('note', '');
    app.saveNoValidate(contact); // one from before some rule goes, too
  }
  for (const person of of('participants', 'id')) app.delete(person);
  for (const account of of('users', 'participant')) app.delete(account);
}

/** Removes the files that no desk names any more, a day after they came: until then a desk that was removed can be put back. */
function sweep(app) {
  for (const picture of app.findRecordsByFilter('pictures', 'received < {:before}', '', 0, 0, { before: ago(1) })) {
    const id = `%/${picture.id}/%`;
    const named = app.findRecordsByFilter('desks', 'picture ~ {:id} || small ~ {:id}', '', 1, 0, { id });
    if (named.length === 0) app.delete(picture);
  }
}

module.exports = { due, sweep };
