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
 * Standard output, written at once. The library's own destination repeats a write for ever when the terminal is gone,
 * and the process with it; a line that nobody can read is dropped instead.
 */
function standardOutput(): DestinationStream {
  process.stdout.on('error', () => {});
  return {
    write(line) {
      try {
        writeSync(process.stdout.fd, line);
      } catch (error) {
        // A reader that is slow for the moment gets the line later.
        if ((error as NodeJS.ErrnoException).code === 'EAGAIN') process.stdout.write(line);
      }
    },
  };
}
