import { writeSync } from 'node:fs';
import { pino, type Logger as PinoLogger, type DestinationStream } from 'pino';

/** The log of a process: one JSON object a line. */
export type Logger = PinoLogger;

const secretKeys = [
  'authorization',
  'cookie',
  'set-cookie',
  'signature',
  'password',
  'token',
  'secret',
  'headerValue',
  'securitySegment',
];

/** Query parameters that never reach a log: secrets, and what names a member. */
const secretParameters = /([?&](?:signature|token|password|secret|pub_[a-z0-9_]+|cnv_[a-z0-9_]+)=)[^&#]*/gi;
const secretSegment = /(\/postback\/)[^/?#]+\/[^/?#]+/gi;

/** A request's address without its secrets and without what names a member. */
export function redactUrl(url: string): string {
  return url.replace(secretSegment, '$1-/-').replace(secretParameters, '$1-');
}

/** Opens the log. Secrets under any of the known names are left out, at the top and one level down. */
export function openLog(level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: undefined,
    redact: {
      paths: secretKeys.flatMap((key) => [`["${key}"]`, `*["${key}"]`, `*.*["${key}"]`]),
      censor: '-',
    },
    serializers: { error: pino.stdSerializers.err },
  };
  return pino(options, destination ?? standardOutput());
}

/**
 * The same log for lines whose fields are known to hold no secret, such as one for each request: looking through every
 * field for secrets costs more than all the rest of such a line.
 */
export function withoutSecrets(log: Logger): Logger {
  return log.child({}, { redact: [] });
}

const INFO = 30;

/**
 * Standard output. Lines up to `info` are written together at the end of the turn, anything graver at once. The
 * library's own destination repeats a write for ever when the terminal is gone, and the process with it; a line that
 * nobody can read is dropped instead.
 */
function standardOutput(): DestinationStream {
  process.stdout.on('error', () => {});
  let waiting = '';
  const flush = () => {
    const lines = waiting;
    waiting = '';
    if (lines !== '') writeOut(lines);
  };
  process.on('exit', flush);
  const destination = {
    // Asks the library to tell the level of each line.
    [Symbol.for('pino.metadata')]: true,
    lastLevel: INFO,
    write(line: string) {
      if (waiting === '') setImmediate(flush);
      waiting += line;
      if (destination.lastLevel > INFO) flush();
    },
  };
  return destination;
}

function writeOut(lines: string): void {
  try {
    writeSync(process.stdout.fd, lines);
  } catch (error) {
    // A reader that is slow for the moment gets the lines later.
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') process.stdout.write(lines);
  }
}
