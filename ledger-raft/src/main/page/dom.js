/* Small helps for building the page; nothing is ever set as HTML. */

export function make(tag, properties = {}, children = []) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

/** Words of one language with values put in. */
export const saying = (words) => (key, ...values) =>
  values.reduce((text, value, i) => text.replaceAll(`{${i}}`, () => value), words[key] ?? key);

export function notice(kind, title, ...texts) {
  const box = make('div', { className: `notice notice-${kind}` }, [
    make('p', { className: 'notice-title', textContent: title }),
    ...texts.filter(Boolean).map((text) => make('p', { textContent: text })),
  ]);
  box.setAttribute('data-verdict', kind);
  return box;
}

/** @param {[string, string|Node][]} entries name and value; a text in code when it begins with a grave accent */
export function facts(entries) {
  const list = make('dl', { className: 'facts' });
  for (const [name, value] of entries) {
    const mono = typeof value === 'string' && value.startsWith('`');
    const shown = typeof value !== 'string' ? value : make(mono ? 'code' : 'span', { textContent: mono ? value.slice(1) : value });
    list.append(make('div', {}, [make('dt', { textContent: name }), make('dd', {}, [shown])]));
  }
  return list;
}

export const moment = (time, locale, zone) =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'medium', timeZone: zone }).format(new Date(time));

export const day = (time, locale, zone) =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: zone }).format(new Date(time));
