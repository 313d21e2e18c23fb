import { Written } from './json.js';
import { membersOf } from './receipt.js';

/* What a record states in clear besides its steps: facts that the process calls public, and what decisions rested on. */

const isObject = (value) =>
  value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof Written);

/** @returns {{kind: 'field'|'inputs'|'outputs'|'rules'|'status'|'deadline', name: string, value: any}[]} */
export function clearFacts(receipt) {
  const { transitions } = membersOf(receipt);
  const all = (Array.isArray(transitions) ? transitions : []).filter(isObject).flatMap((each) => [
    ...named(KINDS[each.type] ?? 'field', each.facts),
    ...(isObject(each.decision) ? decided(each.decision) : []),
  ]);
  // a fact that nothing changed is told again at every gateway
  const last = new Map();
  return all.filter(({ kind, name, value }) => {
    const [key, told] = [`${kind}.${name}`, JSON.stringify(value)];
    const news = last.get(key) !== told;
    last.set(key, told);
    return news;
  });
}

const KINDS = { status: 'status', deadlines: 'deadline' };

const named = (kind, values) =>
  isObject(values) ? Object.entries(values).map(([name, value]) => ({ kind, name, value })) : [];

const decided = ({ inputs, outputs, rules }) => [
  ...named('inputs', inputs),
  ...named('outputs', outputs),
  ...(rules === undefined ? [] : [{ kind: 'rules', name: 'rules', value: rules }]),
];
