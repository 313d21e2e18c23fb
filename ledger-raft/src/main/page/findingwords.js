import english from '../resources/org/chancery/ledger/findings_en.properties';
import chinese from '../resources/org/chancery/ledger/findings_zh_CN.properties';
import { properties } from './model.js';

/* What witnesses find, in the words of org.chancery.ledger.FindingWords, which the build takes from there. */

const FINDINGS = { en: properties(english), 'zh-CN': properties(chinese) };
const SEVERAL = new Set(['element', 'fact', 'org', 'rule']);

/**
 * The sentence of a finding, as pieces of text and terms.
 *
 * @returns {(string|{kind: string, value: string, each: string[], org: string})[]|undefined} undefined for an unknown code
 */
function wording(language, { code, element, details }) {
  if (code.startsWith('what.')) return undefined;
  return FINDINGS[language]
    .get(code)
    ?.split(/(\{[a-zA-Z]+(?::[a-z]+)?\})/)
    .filter(Boolean)
    .map((piece) => {
      const [, name, kind = 'value'] = /^\{([a-zA-Z]+)(?::([a-z]+))?\}$/.exec(piece) ?? [];
      if (name === undefined) return piece;
      if (name === 'element') return term('element', element, '');
      return details.has(name) ? term(kind, details.get(name), details.get(`${name}Org`) ?? '') : `{${name}}`;
    });
}

/** What a finding is called where another one is about it; undefined if this code is not known. */
export const findingTitle = (language, code) => FINDINGS[language].get(`what.${code}`);

const term = (kind, value, org) => ({ kind, value, each: SEVERAL.has(kind) ? value.split(', ') : [value], org });

/** Our own words as far as they are those that were signed; otherwise the reason as it was signed. */
export function sentence(language, finding) {
  const signed = wording('en', finding)?.map((piece) => piece.value ?? piece).join('');
  return (signed === finding.reason && wording(language, finding)) || [finding.reason];
}
