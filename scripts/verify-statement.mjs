#!/usr/bin/env node
// Verifies a statement without the platform that made it: `node verify-statement.mjs FILE [SEALS]`.
//
// FILE is a statement as JSON or CSV; SEALS, if given, the list of seals as NDJSON. It needs Node 20 or newer and
// nothing else, reads only these files and connects to nobody. The exit code is 0 when everything is as it should be.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const faults = [];
const fault = (text) => faults.push(text);

const [path, sealsPath] = process.argv.slice(2);
if (path === undefined) {
  console.error('Usage: node verify-statement.mjs STATEMENT.json|STATEMENT.csv [SEALS.ndjson]');
  process.exit(2);
}

const { statement, lines, seals } = read(readFileSync(path, 'utf8'));
const sums = new Map();
let unsealed = 0;
for (const [index, line] of lines.entries()) verifyLine(line, index + 1);
verifySeals([...seals.values()]);
if (statement) verifyBalances(statement);
if (sealsPath) verifyChain(readFileSync(sealsPath, 'utf8'));
report();

/** Reads either form into lines and the seals they name. */
function read(text) {
  if (text.trimStart().startsWith('{')) {
    const parsed = JSON.parse(text);
    const found = parsed.data ?? parsed;
    return {
      statement: found,
      lines: found.lines,
      seals: new Map(found.seals.map((seal) => [seal.number, seal])),
    };
  }
  const [header, ...rows] = readCsv(text);
  const records = rows.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at] ?? ''])));
  const found = new Map();
  for (const row of records) {
    if (row.sealNumber === '') continue;
    const number = Number(row.sealNumber);
    const seal = {
      number,
      entries: Number(row.sealEntries),
      root: row.sealRoot,
      previousHash: row.sealPreviousHash,
      hash: row.sealHash,
    };
    const known = found.get(number);
    if (known && JSON.stringify(known) !== JSON.stringify(seal))
      fault(`seal ${number} is written in two ways`);
    found.set(number, seal);
  }
  return {
    statement: null,
    lines: records.map((row) => ({
      ...row,
      amount: Number(row.amount.replace(/^'/, '')),
      sealNumber: row.sealNumber === '' ? null : Number(row.sealNumber),
    })),
    seals: found,
  };
}

/** Commas, quotes and line breaks inside quotes, as in RFC 4180. */
function readCsv(text) {
  const rows = [];
  let row = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') cell += text[++at];
      else isQuoted = false;
    } else if (sign === '"') isQuoted = true;
    else if (sign === ',') {
      row.push(cell);
      cell = '';
    } else if (sign === '\n') {
      row.push(cell.replace(/\r$/, ''));
      if (row.length > 1) rows.push(row);
      row = [];
      cell = '';
    } else cell += sign;
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell]);
  return rows;
}

function sha256(...parts) {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/** A line says what its sealed text says, and that text leads by its proof to the root of its seal. */
function verifyLine(line, number) {
  const name = `line ${number} (entry ${line.entryId})`;
  const parts = line.sealedText.split('|');
  const [entryId, , conversionId, offerId, account, , phase, amount, postedAt] = parts;
  const currency = parts.slice(9).join('|');
  const owed = account === 'partner' ? negated(amount) : amount;
  const shown = { entryId, conversionId, offerId, phase, currency };
  for (const [field, value] of Object.entries(shown))
    if (line[field] !== value) fault(`${name}: ${field} is ${line[field]}, but ${value} was sealed`);
  if (Number(owed) !== line.amount) fault(`${name}: amount is ${line.amount}, but ${owed} was sealed`);
  if (Date.parse(line.postedAt) !== Date.parse(postedAt))
    fault(`${name}: postedAt is ${line.postedAt}, but ${postedAt} was sealed`);
  add(`${currency} ${phase}`, owed);
  if (line.sealNumber === null) {
    unsealed += 1;
    return;
  }
  const seal = seals.get(line.sealNumber);
  if (!seal) return fault(`${name}: its seal ${line.sealNumber} is missing`);
  let hash = sha256(Buffer.of(0), Buffer.from(line.sealedText, 'utf8'));
  for (const step of line.proof === '' ? [] : line.proof.split(' ')) {
    const beside = Buffer.from(step.slice(1), 'hex');
    hash = step[0] === 'L' ? sha256(Buffer.of(1), beside, hash) : sha256(Buffer.of(1), hash, beside);
  }
  if (hash.toString('hex') !== seal.root) fault(`${name}: it does not belong to seal ${seal.number}`);
}

function verifySeals(all) {
  const sorted = all.toSorted((one, other) => one.number - other.number);
  for (const [index, seal] of sorted.entries()) {
    const counts = Buffer.alloc(16);
    counts.writeBigUInt64BE(BigInt(seal.number), 0);
    counts.writeBigUInt64BE(BigInt(seal.entries), 8);
    const previous = Buffer.from(seal.previousHash, 'hex');
    const hash = sha256(Buffer.of(2), previous, counts, Buffer.from(seal.root, 'hex'));
    if (hash.toString('hex') !== seal.hash)
      fault(`seal ${seal.number}: its hash is not the one of what it says`);
    const before = sorted[index - 1];
    if (before?.number === seal.number - 1 && before.hash !== seal.previousHash)
      fault(`seal ${seal.number}: it does not follow seal ${before.number}`);
  }
}

/** Opening plus lines is closing, in every currency. */
function verifyBalances({ opening, closing }) {
  const difference = new Map(sums);
  for (const { currency, pending, due } of opening)
    for (const [phase, amount] of Object.entries({ pending, due }))
      difference.set(`${currency} ${phase}`, (difference.get(`${currency} ${phase}`) ?? 0n) + micro(amount));
  for (const { currency, pending, due } of closing)
    for (const [phase, amount] of Object.entries({ pending, due }))
      difference.set(`${currency} ${phase}`, (difference.get(`${currency} ${phase}`) ?? 0n) - micro(amount));
  for (const [key, rest] of difference)
    if (rest !== 0n) fault(`${key}: opening and lines differ from closing by ${plain(rest)}`);
}

/** The seals of the statement stand in one unbroken chain. */
function verifyChain(text) {
  const chain = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));
  verifySeals(chain);
  const byNumber = new Map(chain.map((seal) => [seal.number, seal]));
  const numbers = [...seals.keys()];
  for (const number of numbers)
    if (byNumber.get(number)?.hash !== seals.get(number).hash)
      fault(`seal ${number}: the list of seals has another one`);
  for (let number = Math.min(...numbers); number < Math.max(...numbers); number++)
    if (!byNumber.has(number)) fault(`seal ${number}: it is missing from the list of seals`);
}

function add(key, amount) {
  sums.set(key, (sums.get(key) ?? 0n) + micro(amount));
}

/** An amount in millionths, exactly. */
function micro(amount) {
  const text = typeof amount === 'number' ? amount.toFixed(6) : amount;
  const [, sign, whole, rest = ''] = /^(-?)(\d+)(?:\.(\d{1,6}))?$/.exec(text) ?? [];
  if (whole === undefined) throw new Error(`"${text}" is not an amount`);
  const value = BigInt(whole) * 1_000_000n + BigInt(rest.padEnd(6, '0'));
  return sign === '-' ? -value : value;
}

function negated(amount) {
  return amount.startsWith('-') ? amount.slice(1) : /^0(\.0+)?$/.test(amount) ? amount : `-${amount}`;
}

function plain(micros) {
  const text = (micros < 0n ? -micros : micros).toString().padStart(7, '0');
  return `${micros < 0n ? '-' : ''}${text.slice(0, -6)}.${text.slice(-6)}`;
}

function report() {
  for (const text of faults) console.log(`WRONG  ${text}`);
  for (const [key, total] of [...sums].toSorted(([one], [other]) => (one < other ? -1 : 1)))
    console.log(`Sum of lines  ${key}: ${plain(total)}`);
  if (unsealed > 0)
    console.log(`${unsealed} lines are too new to be sealed; ask for the statement again in a minute`);
  const last = [...seals.values()].toSorted((one, other) => other.number - one.number)[0];
  if (last) console.log(`Newest seal   ${last.number}: ${last.hash}`);
  console.log(
    faults.length === 0
      ? `${lines.length} lines verified against ${seals.size} seals`
      : `${faults.length} faults in ${lines.length} lines`,
  );
  process.exitCode = faults.length === 0 ? 0 : 1;
}
