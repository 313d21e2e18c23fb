/* Small helps for building the page; nothing is ever set as HTML. */

/* What nobody sees and what changes what is seen, as org.chancery.ledger.Harmless has it; line breaks stay. */
const HIDES = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Text that others wrote, as it may stand beside ours: what turns the direction of writing stands as its code. */
export const harmless = (text) => text.replace(HIDES, (c) => `\\u${c.codePointAt(0).toString(16).padStart(4, '0')}`);

const SAID = ['textContent', 'title'];

export function make(tag, properties = {}, children = []) {
  const element = Object.assign(document.createElement(tag), properties);
  for (const name of SAID.filter((each) => typeof properties[each] === 'string')) element[name] = harmless(properties[name]);
  element.append(...children.map((child) => (typeof child === 'string' ? harmless(child) : child)));
  return element;
}

/** Words of one language with values put in, each in its own place and whatever it looks like. */
export const saying = (words) => (key, ...values) =>
  (words[key] ?? key).replace(/\{(\d)\}/g, (place, i) => values[i] ?? place);

export function notice(kind, title, ...texts) {
  const box = make('div', { className: `notice notice-${kind}` }, [
    make('p', { className: 'notice-title', textContent: title }),
    ...texts.filter(Boolean).map((text) => make('p', { textContent: text })),
  ]);
  box.setAttribute('data-verdict', kind);
  return box;
}

/** What only programs and specialists read. */
export const code = (text) => make('code', { textContent: text });

/** @param {[string|Node, string|Node][]} entries name and value */
export function facts(entries) {
  const list = make('dl', { className: 'facts' });
  for (const [name, value] of entries) {
    const shown = typeof value === 'string' ? make('span', { textContent: value }) : value;
    list.append(make('div', {}, [make('dt', {}, [name]), make('dd', {}, [shown])]));
  }
  return list;
}

/** @param named whether the zone is named with the time */
export const moment = (time, locale, zone, named = false) =>
  new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZone: zone,
    timeZoneName: named ? 'long' : undefined,
  }).format(new Date(time));

/** The zone as people call it, and as the IANA does. */
export function zoneName(time, locale, zone) {
  const format = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'long' });
  const name = format.formatToParts(new Date(time)).find(({ type }) => type === 'timeZoneName').value;
  return `${name} (${format.resolvedOptions().timeZone})`;
}

/** UTC if this browser does not know the zone: whatever is shown names its zone. */
export function knownZone(zone) {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return 'UTC';
  }
}
