// Brings a backup up to date before "mappings import" restores it: repeats the deletions and the access changes that the audit
// shows since the backup. docs/guides/backup.md says how to run it.
import { createHash } from 'node:crypto';
import { closeSync, createReadStream, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { createInterface } from 'node:readline';

const USAGE = `Usage: node apply-changes.mjs BACKUP.jsonl CHANGES.csv RESTORED.jsonl [OLD NEW]

CHANGES.csv is the result of the query restore.kql.
OLD and NEW are the names of an issuer that was renamed since the backup, with {tenantid} for a multi-tenant issuer.`;

const [backup, changesFile, restored, formerIssuer, newIssuer] = process.argv.slice(2);
if (!restored?.endsWith('.jsonl') || !backup.endsWith('.jsonl') || (formerIssuer && !newIssuer)) {
  console.error(USAGE);
  process.exit(2);
}

const changes = readChanges();
const applied = new Set();
const part = `${restored}.part`;
rmSync(part, { force: true });
process.on('exit', () => rmSync(part, { force: true }));
const file = openSync(part, 'wx', 0o600);
let number = 0;
for await (const line of createInterface({ input: createReadStream(backup), crlfDelay: Infinity })) {
  number++;
  if (line) {
    const entry = apply(parse(line));
    if ('communicationUserId' in entry || 'scopes' in entry || 'blocked' in entry) {
      writeSync(file, `${JSON.stringify(entry)}\n`);
    }
  }
}
closeSync(file);
renameSync(part, restored);
for (const [subject, { change, scopes }] of changes) {
  if (change === 'access_set' && !applied.has(subject)) {
    console.log(`Not in the backup: the user with the pseudonym ${subject}, ${scopes ? `restricted to ${scopes}` : 'blocked'}`);
  }
}
console.log(`Applied ${applied.size} of ${changes.size} changes to ${restored}.`);

function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    console.error(`Line ${number} of ${backup} is not JSON. Nothing was written to ${restored}.`);
    process.exit(1);
  }
}

function apply(entry) {
  const deletion = entry.communicationUserId && find(entry.communicationUserId);
  if (deletion?.change === 'deletion_unconfirmed') {
    console.log(`Delete again after the restore: ${entry.userId} of ${entry.issuer}`);
  } else if (deletion) {
    delete entry.communicationUserId;
    delete entry.createdOn;
  }
  const access = findAccess(entry);
  if (access) {
    delete entry.scopes;
    delete entry.blocked;
    if (access.change === 'access_set' && access.scopes) {
      entry.scopes = access.scopes.split(',').join(' ');
    } else if (access.change === 'access_set') {
      entry.blocked = true;
    }
  }
  return entry;
}

// Since a rename, the log names the users by the new name of the issuer.
function findAccess(entry) {
  const before = find(`${entry.issuer}\0${entry.userId}`);
  entry.issuer = presentName(entry.issuer);
  return find(`${entry.issuer}\0${entry.userId}`) ?? before;
}

function presentName(issuer) {
  const [start, end] = formerIssuer?.split('{tenantid}') ?? [];
  if (end === undefined) {
    return issuer === formerIssuer ? newIssuer : issuer;
  }
  return issuer.startsWith(start) && issuer.endsWith(end)
    ? newIssuer.replace('{tenantid}', issuer.slice(start.length, issuer.length - end.length))
    : issuer;
}

// The log names users and identities by the first characters of a hash.
function find(text) {
  const subject = createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 16);
  const change = changes.get(subject);
  if (change) {
    applied.add(subject);
  }
  return change;
}

function readChanges() {
  const [header, ...rows] = readFileSync(changesFile, 'utf8').replace(/^\uFEFF/, '').split(/\r?\n/).filter(Boolean).map(cells);
  const [subject, change, scopes] = ['subject', 'change', 'scopes'].map((name) => header.indexOf(name));
  if (Math.min(subject, change, scopes) < 0) {
    console.error(`${changesFile} needs the columns subject, change and scopes.`);
    process.exit(2);
  }
  return new Map(rows.map((row) => [row[subject], { change: row[change], scopes: row[scopes] }]));
}

function cells(line) {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain);
}
