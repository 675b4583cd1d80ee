// What the rules and patterns of a collection cannot say: of what shape JSON is, who changes what, and when it is.
//
// One thing that a page cannot read takes the whole list from everybody, so what is refused here is what src/domain/
// cannot read.

const isText = value => {
  if (typeof value !== 'string') return false;
  try {
    encodeURIComponent(value); // throws at half a character, which no JSON reader takes
    return true;
  } catch (error) {
    return false;
  }
};
const isId = value => typeof value === 'string' && /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$/.test(value);
const isNumber = (value, most) => Number.isInteger(value) && value >= 0 && value <= most;
const isObject = value => typeof value === 'object' && value !== null && !Array.isArray(value);
const isList = (value, fits) => Array.isArray(value) && value.every(fits);
const orNothing = fits => value => value === null || fits(value);

/** A part that may be missing; where it is there, it is not null. */
const perhaps = (whole, name, fits) => !(name in whole) || fits(whole[name]);

/** Whether the texts in a value are whole, and it is no deeper than anything that Deskmates writes. */
function isSound(value, depth = 0) {
  if (depth > 8) return false;
  if (typeof value === 'string') return isText(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, part]) => isText(name) && isSound(part, depth + 1));
}

const isChannels = value => isList(value, channel => isObject(channel) && isText(channel.kind) && isText(channel.at));
const isTerms = value => isObject(value)
  && perhaps(value, 'interval', days => isNumber(days, 4294967295))
  && perhaps(value, 'channels', channels => isList(channels, isText))
  && ['times', 'hopes', 'expectations', 'boundaries'].every(name => perhaps(value, name, isText));
const isSpan = value => isList(value, hour => isNumber(hour, 24)) && value.length === 2 && value[0] < value[1];
const isStep = value => isObject(value) && isText(value.what) && perhaps(value, 'done', done => typeof done === 'boolean');

// By collection and field.
const SHAPES = {
  agreements: { terms: orNothing(isTerms) },
  hours: { week: value => isList(value, orNothing(isSpan)) && value.length === 7 },
  goals: { steps: orNothing(value => isList(value, isStep)) },
  settings: { channels: orNothing(isChannels), notices: orNothing(value => isList(value, isText)) },
  participants: { languages: value => isList(value, isText), channels: orNothing(isChannels) },
  partnerships: { participants: value => isList(value, isId) && value.length >= 2 },
};

function refuse(field, words) {
  throw new BadRequestError('This cannot be stored.', { [field]: new ValidationError('validation_invalid_value', words) });
}

/** What a JSON field holds; undefined if that is no JSON. */
function parsed(record, name) {
  try {
    return JSON.parse(record.getString(name) || 'null');
  } catch (error) {
    return undefined;
  }
}

/** Refuses JSON of another shape. What fits is written anew: 7.0 becomes 7, and a name stands in it once. */
function shape(record) {
  const name = record.collection().name;
  for (const [field, fits] of Object.entries(SHAPES[name])) {
    const value = parsed(record, field);
    if (value === undefined || !isSound(value) || !fits(value)) refuse(field, 'It has another shape.');
    if (value !== null) record.set(field, JSON.stringify(value));
  }
  // Somebody proposes terms, or says yes to a proposal.
  if (name === 'agreements' && (parsed(record, 'terms') === null) === (record.getString('accepts') === '')) {
    refuse('terms', 'Either terms, or what is accepted.');
  }
}

const isParticipant = auth => auth !== null && auth !== undefined && auth.getString('role') === 'participant';

/** The last word holds: one that is dated far ahead would hold for ever. A day is for clocks that are wrong. */
function time(record, auth) {
  const ahead = new Date(Date.now() + 86400000).toISOString().replace('T', ' ');
  if (isParticipant(auth) && record.getString('at') > ahead) refuse('at', 'It is in the future.');
}

/** Counts changes, whatever was sent: with a number out of reach nobody could change a thing again. */
function count(record) {
  record.set('rev', record.original().getInt('rev') + 1);
}

/** The partner ticks off steps of a shared goal. Its time and its words are its author's. */
function keepGoal(record, auth) {
  const before = record.original();
  if (!isParticipant(auth) || auth.getString('participant') === before.getString('by')) return;
  record.set('at', before.getString('at'));
  const [steps, now] = [parsed(before, 'steps') || [], parsed(record, 'steps') || []];
  const isSame = Array.isArray(now) && now.length === steps.length && steps.every((step, i) => isStep(now[i]) && now[i].what === step.what);
  if (!isSame) refuse('steps', 'Only their author changes them.');
  record.set('steps', JSON.stringify(steps.map((step, i) => ({ ...step, done: now[i].done === true }))));
}

module.exports = { shape, time, count, keepGoal };
