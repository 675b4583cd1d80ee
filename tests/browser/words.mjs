// The words of the pages in a language, found by what they are in English: so a test reads in one language and runs in all.
import { readFileSync, readdirSync } from 'node:fs';

function flat(value, path = '', out = {}) {
  for (const [name, inner] of Object.entries(value)) {
    const at = path ? `${path}.${name}` : name;
    if (typeof inner === 'string') out[at] = inner; else flat(inner, at, out);
  }
  return out;
}
/** The files of parts of the program that a demo has, too. */
const PARTS = readdirSync(new URL('../../public/locales', import.meta.url)).filter(name => /^(?!live|embed|coordinate)\w+\.en\.json$/.test(name)).map(name => name.replace('en.json', ''));
const all = (language, files = ['', ...PARTS]) => files.reduce((words, file) => {
  const text = readFileSync(new URL(`../../public/locales/${file}${language}.json`, import.meta.url), 'utf8');
  return { ...words, ...flat(JSON.parse(text)) };
}, {});
const english = all('en');
const everything = all('en', ['', ...PARTS, 'live.', 'coordinate.']);

/** An English message by its key, whatever it says by now. */
export function message(key) {
  if (!(key in everything)) throw new Error(`no message is called ${key}`);
  return everything[key];
}

/**
 * Gives the words for an English message of the language files, whole or up to its first `{place}`, as a pattern for the
 * whole of what is shown (or, where the message has places, for its beginning). Where several messages are the same in
 * English, any of them will do.
 */
export function speaker(language) {
  const words = all(language);
  const say = (text, end = '(?: \\*)?$') => {
    const keys = Object.keys(english).filter(key => english[key] === text || english[key].startsWith(`${text}{`));
    if (keys.length === 0) throw new Error(`no message is "${text}"`);
    const one = key => {
      const [before, ...rest] = words[key].split('{');
      const escaped = before.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      return rest.length ? escaped : escaped + end;
    };
    return new RegExp(`^\\s*(?:${[...new Set(keys.map(one))].join('|')})`);
  };
  /** The same where something else stands behind the message. */
  say.beginning = text => say(text, '');
  return say;
}
