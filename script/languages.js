// The languages that there are (src/app/text/mod.rs), each with the direction it is written in.
export const DIRECTIONS = { en: 'ltr', ar: 'rtl' };

/** The first language that there is, of tags such as `ar-EG`, the one that is wanted most first. */
export const spoken = tags => tags.map(tag => tag?.split('-')[0]).find(language => language in DIRECTIONS) ?? 'en';
