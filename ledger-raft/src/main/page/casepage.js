import { base64url, bytesOf, fromBase64, hex, isText, textOf } from './bytes.js';
import { withReceipts } from './keys.js';
import { parseLogKey, signedByLog } from './note.js';
import { sha256 } from './primitives.js';
import { membersOf, verify } from './receipt.js';
import { commitments } from './values.js';

/*
 * A page of a case: receipts of all its records and the files of its model, in one block of base64. Around it stands
 * the same text in every page of one version of this program; whoever changed that would change what the page shows.
 */

const MAX_BYTES = 16 * 1024 * 1024;
const OPEN = `<script type="application/octet-stream" id="${'chancery'}-case">`;
const CLOSE = '</script>';

const MAX_HISTORY = 1000;

/** As the IANA names zones; version 1 of the page told none. */
const ZONE = /^[A-Za-z0-9+\-_/:]{1,64}$/;

const altered = (part, field = '') => ({ verdict: 'altered', part, field });
const malformed = { verdict: 'malformed', line: 1, flaw: 'NOT_A_PAGE' };

/** Whether a file is meant to be a page and not a receipt. */
export const isPage = (file) => /^\s*<!doctype html>/i.test(textOf(file.slice(0, 100)) ?? '');

/**
 * @param {Uint8Array} file the whole page
 * @param {string[]} shells SHA-256, in hex, of what stands around the block in each version of this program
 */
export async function verifyPage(file, trust, shells) {
  const text = file.length > MAX_BYTES ? undefined : textOf(file);
  const from = text === undefined ? -1 : text.indexOf(OPEN) + OPEN.length;
  const to = from < OPEN.length ? -1 : text.indexOf(CLOSE, from);
  if (to < 0) return malformed;
  const shell = hex(await sha256(bytesOf(text.slice(0, from) + text.slice(to))));
  const found = await verifyCase(text.slice(from, to), trust);
  return found.verdict === 'valid' && !shells.includes(shell) ? altered('PAGE') : found;
}

/** What had become of the log's keys when the page was made: receipts, as log.keys has them. */
const isHistory = (told) => Array.isArray(told) && told.length > 0 && told.length < MAX_HISTORY && told.every(isText);

/** The members of a page's block, or undefined. */
export function parseCase(block) {
  const bytes = fromBase64(block);
  const text = bytes && textOf(bytes);
  try {
    const data = JSON.parse(text);
    const { address, deployment, files, history, key, receipts, v, zone } = data;
    if (![address, deployment, key].every(isText) || !Array.isArray(receipts) || !receipts.every(isText)) {
      return undefined;
    }
    if (v === 1 ? zone !== undefined : (v !== 2 && v !== 3) || !isText(zone) || !ZONE.test(zone)) return undefined;
    if (v === 3 ? !isHistory(history) : history !== undefined) return undefined;
    if (!Object.entries(Object(files)).flat().every(isText)) return undefined;
    if (!/^https?:\/\/[^\s"<>\\^`{|}]{1,200}$/.test(address)) return undefined;
    const named = Object.keys(files).sort().map((name) => [name, files[name]]);
    // written by hand: an object of JavaScript has names like 7 first, whatever the order
    const written = named.map((file) => file.map((each) => JSON.stringify(each)).join(':')).join(',');
    const [before, after] = [{ address, deployment }, { history, key, receipts, v, zone }].map((each) => JSON.stringify(each));
    const canonical = `${before.slice(0, -1)},"files":{${written}},${after.slice(1)}`;
    return canonical === text ? data : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} block base64 of the page's data */
export async function verifyCase(block, given) {
  const data = parseCase(block);
  if (!data || data.receipts.length === 0) return malformed;
  const trust = data.history ? await withReceipts(given, data.history.map(bytesOf)) : given;
  const steps = [];
  for (const receipt of data.receipts) {
    const found = await verify(bytesOf(receipt), trust);
    if (found.verdict !== 'valid') return { ...found, place: steps.length + 1, acts: trust.acts };
    if (commitments(found.receipt.record).length > 0 && found.receipt.values.length === 0) {
      return altered('FIELDS_HIDDEN', String(found.receipt.index));
    }
    steps.push(found);
  }
  const subject = oneCase(steps);
  if (!subject) return altered('RECORDS');
  if (!(await isSigner(data.key, steps[0]))) return altered('KEY');
  const model = await modelOf(data, steps, trust);
  if (model.verdict) return model;
  const asOf = steps.map((step) => step.receipt.checkpoint.time).reduce((a, b) => (Date.parse(a) < Date.parse(b) ? a : b));
  return { verdict: 'valid', data, steps, subject, asOf, key: steps[0].key, acts: trust.acts };
}

/**
 * Whether this is the key that counts among those that signed. Who trusts no Ed25519 key of the log cannot tell that of
 * one; then it must have signed all the same.
 */
async function isSigner(text, { key, receipt }) {
  if (text === key.text) return true;
  const named = key.algorithm === 'ed25519' ? undefined : await parseLogKey(text);
  return named !== undefined && (await signedByLog(receipt.checkpoint, [named], new Map())).keys !== undefined;
}

/** The case's pseudonym, if all records concern it, stand in their order and lie in one log. */
function oneCase(steps) {
  const { case: subject } = membersOf(steps[0].receipt);
  const concerns = ({ receipt }) => {
    const { case: own, transitions } = membersOf(receipt);
    return own === subject || (Array.isArray(transitions) && transitions.some((each) => each?.case === subject));
  };
  const ordered = steps.every((step, i) => i === 0 || step.receipt.index > steps[i - 1].receipt.index);
  const together = steps.every((step) => step.receipt.checkpoint.origin === steps[0].receipt.checkpoint.origin);
  return isText(subject) && ordered && together && steps.every(concerns) ? subject : undefined;
}

/** Files must be those that were deployed together with the model of the case's first record. */
async function modelOf(data, steps, trust) {
  const names = Object.keys(data.files).sort();
  if (data.deployment === '') return names.length === 0 ? {} : altered('FILE', names[0]);
  const deployment = await verify(bytesOf(data.deployment), trust);
  if (deployment.verdict !== 'valid') return { ...deployment, place: 0 };
  const { kind, transitions } = membersOf(deployment.receipt);
  const deployed = (Array.isArray(transitions) ? transitions : []).filter((each) => each?.type === 'deployed');
  const { model } = membersOf(steps[0].receipt);
  if (kind !== 'deployment' || !isText(model) || !deployed.some((each) => each.model === model)) return altered('MODEL');
  for (const name of names) {
    const hash = base64url(await sha256(bytesOf(data.files[name])));
    if (!deployed.some((each) => each.resource === name && each.model === hash)) return altered('FILE', name);
  }
  return {};
}
