import { base64url, bytesOf, hashOf, Malformed, numberOf, textOf } from './bytes.js';
import { objectIn, Written } from './json.js';
import { isInstant, made, parseNote, renderNote } from './note.js';
import { isSigned, sha256 } from './primitives.js';

/*
 * Certificates of a case, as org.chancery.ledger.verify.CaseCertificateNote describes them, held against a sealing policy
 * as CertificateVerifier there does it.
 */

const FIRST_LINE = 'chancery case certificate v1';
const BETWEEN = `\n\n${FIRST_LINE}\n`;
const MAX_BYTES = 16 * 1024 * 1024;
const VERDICTS = new Set(['FOLLOWED', 'RECORDED', 'DEVIATED', 'NOT_JUDGED']);
const SEALS = new Set(['FOLLOWED', 'RECORDED']);
const KINDS = ['deviations', 'recorded', 'notJudged'];

/** Whether a file claims to hold certificates. */
export const isCertificate = (file) => textOf(file.slice(0, FIRST_LINE.length + 1)) === `${FIRST_LINE}\n`;

/** Members of a kind; whatever stands where something else should makes the certificate none. */
function insist(held) {
  if (!held) throw new Malformed(3, 'NOT_A_CERTIFICATE');
}

const text = (json, name) => {
  const value = json.get(name);
  insist(typeof value === 'string');
  return value;
};
const written = (json, name) => {
  const value = json.get(name);
  return value instanceof Written ? value.text : '';
};
const number = (json, name) => {
  const value = numberOf(written(json, name));
  insist(value !== undefined);
  return value;
};

function place(kind, told) {
  insist(told instanceof Map);
  const details = told.get('details');
  return {
    kind,
    leaf: number(told, 'leaf'),
    step: written(told, 'step') === '-1' ? -1n : number(told, 'step'),
    element: text(told, 'element'),
    code: text(told, 'code'),
    details: new Map(details instanceof Map ? [...details].filter(([, value]) => typeof value === 'string') : []),
    reason: text(told, 'reason'),
  };
}

function stated(json) {
  insist(json && json.get('type') === 'case-certificate' && written(json, 'v') === '1');
  insist(hashOf(text(json, 'root')));
  const verdict = text(json, 'verdict').toUpperCase().replaceAll('-', '_');
  insist(VERDICTS.has(verdict));
  const named = json.has('process');
  const findings = KINDS.flatMap((kind) => {
    const all = json.has(kind) ? json.get(kind) : [];
    insist(Array.isArray(all));
    return all.map((one) => place(kind, one));
  });
  const model = json.get('model');
  return {
    origin: text(json, 'origin'),
    caseName: text(json, 'case'),
    process: named ? text(json, 'process') : undefined,
    version: named ? number(json, 'version') : undefined,
    model: typeof model === 'string' ? model : '',
    size: number(json, 'size'),
    last: number(json, 'last'),
    verdict,
    findings,
  };
}

function parseOne(written) {
  const note = parseNote(written, 0);
  const lines = note.signed.split('\n');
  if (lines.length !== 4 || lines[0] !== FIRST_LINE || !lines[1].startsWith('time ')) {
    throw new Malformed(1, 'NOT_A_CERTIFICATE');
  }
  const at = lines[1].slice(5);
  if (!isInstant(at)) throw new Malformed(2, 'BAD_TIME');
  return { note, at, ...stated(objectIn(lines[2])) };
}

/** The certificates of a file, which has one form only. */
function parse(file) {
  if (file.length > MAX_BYTES) throw new Malformed(1, 'TOO_LONG');
  const written = textOf(file);
  if (written === undefined) throw new Malformed(1, 'NOT_UTF8');
  const all = [];
  let line = 0;
  for (let at = 0; at < written.length; ) {
    const next = written.indexOf(BETWEEN, at);
    const one = next < 0 ? written.slice(at) : written.slice(at, next + 1);
    try {
      all.push(parseOne(one));
    } catch (problem) {
      throw problem instanceof Malformed ? new Malformed(line + problem.line, problem.flaw) : problem;
    }
    line += one.split('\n').length;
    at = next < 0 ? written.length : next + 2;
  }
  if (all.length === 0 || all.map(({ note }) => renderNote(note)).join('\n') !== written) {
    throw new Malformed(1, 'NOT_A_CERTIFICATE');
  }
  return all;
}

/** Whether this judge, and nobody else, signed a certificate. */
async function isSignedBy({ note }, { key }) {
  const [line] = note.signatures;
  const named = note.signatures.length === 1 && made(key, line);
  return named && (await isSigned(key.bytes, bytesOf(note.signed), line.bytes, key.algorithm));
}

/** The judge of the policy who signed it; undefined if none of them did. */
async function signerOf(certificate, { judges }) {
  for (const judge of judges) if (await isSignedBy(certificate, judge)) return judge;
  return undefined;
}

/**
 * @param {Uint8Array} file bytes of a .certificate file
 * @param policy see sealpolicy.js
 * @returns {Promise<{verdict: 'sealed'|'open'|'altered'|'unknown'|'mixed'|'malformed'}>} with what is known besides
 */
export async function verifyCertificates(file, policy) {
  let all;
  try {
    all = parse(file);
  } catch (problem) {
    if (problem instanceof Malformed) return { verdict: 'malformed', line: problem.line, flaw: problem.flaw };
    throw problem;
  }
  const [first] = all;
  const signers = new Set();
  for (const one of all) {
    one.judge = await signerOf(one, policy);
    const [line] = one.note.signatures;
    // what a judge signed about another log is genuine, but nobody's word on this one
    if (one.judge && one.origin !== policy.origin) return { verdict: 'unknown', signer: line.name };
    if (!one.judge) {
      const known = policy.judges.some(({ key }) => made(key, line));
      return { verdict: known ? 'altered' : 'unknown', signer: line.name };
    }
    if (signers.has(one.judge) || one.caseName !== first.caseName) return { verdict: 'mixed' };
    signers.add(one.judge);
  }
  const last = all.map((one) => one.last).reduce((a, b) => (a > b ? a : b));
  const sameHistory = (one) => one.last === last && one.process === first.process && one.version === first.version;
  const covering = all.filter((one) => one.size > last);
  if (!covering.every(sameHistory)) return { verdict: 'mixed' };
  const standing = [];
  for (const one of covering) if (!(await contradictsItself(one))) standing.push(one);
  return { ...sealing(standing, policy), certificates: all, last, policy };
}

/** Whether it seals what its own findings do not allow to seal. */
async function contradictsItself({ verdict, findings }) {
  const of = (kind) => findings.filter((one) => one.kind === kind);
  if (verdict === 'FOLLOWED') return findings.length > 0;
  if (verdict !== 'RECORDED') return false;
  if (of('deviations').length === 0 || of('notJudged').length > 0) return true;
  const recorded = marksByPlace(of('recorded'));
  for (const one of of('deviations')) {
    const marks = recorded.get(placeKey(String(one.leaf), one.element, one.code));
    if (!marks || !(marks.has('') || marks.has(await markOf(one)))) return true;
  }
  return false;
}

const placeKey = (leaf, element, code) => JSON.stringify([leaf, element, code]);

/** Which deviations were recorded: their marks, by their places; an empty mark, of before there were any, is every one's. */
function marksByPlace(recorded) {
  const marks = new Map();
  for (const { element, details } of recorded) {
    if (!details.has('of') || !details.has('what')) continue;
    const key = placeKey(details.get('of'), element, details.get('what'));
    if (!marks.has(key)) marks.set(key, new Set());
    marks.get(key).add(details.get('mark') ?? '');
  }
  return marks;
}

/** As org.chancery.ledger.FindingMark describes it. */
async function markOf({ step, details }) {
  const told = [...details].sort(([one], [other]) => (one < other ? -1 : 1));
  const framed = [String(step), ...told.flat()].map((each) => `${bytesOf(each).length}:${each},`);
  return base64url(await sha256(bytesOf(framed.join(''))));
}

/**
 * What the certificates that cover the case's last entry come to. One that saw a deviation is not outvoted. Keys of one name
 * are those of one witness, which has changed its key: of what it signed with any of them the newest counts.
 */
function sealing(standing, { needed }) {
  const byTime = [...standing].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  const newest = [...new Map(byTime.map((one) => [one.judge.key.name, one])).values()];
  const disputed = newest.some(({ verdict }) => verdict === 'DEVIATED');
  const sealed = newest.filter(({ verdict }) => SEALS.has(verdict)).map(({ at }) => at);
  sealed.sort((one, other) => Date.parse(one) - Date.parse(other));
  const since = disputed ? undefined : sealed[needed - 1];
  return { verdict: since === undefined ? 'open' : 'sealed', since, count: sealed.length };
}
