import type { FastifyError } from 'fastify';
import { CommitUnknown } from '#database/transaction.ts';
import { refused, Refusal, type Failure } from './answer.ts';

/**
 * Turns whatever a call threw into the refusal that its caller sees. What is our own fault says nothing about its
 * inside; what will pass says when to come back.
 *
 * @returns the refusal, and whether it has to be logged as an error
 */
export function failureOf(error: unknown): { failure: Failure; isOurs: boolean } {
  if (error instanceof Refusal) return { failure: error.failure, isOurs: false };
  const known = failureOfFramework(error as Partial<FastifyError>);
  if (known) return { failure: known, isOurs: false };
  if (isUnstorableText(error)) {
    const words = 'A text holds the character U+0000 or another one that cannot be stored';
    return { failure: refused('ValidationError', words), isOurs: false };
  }
  if (isPassing(error)) {
    return {
      failure: refused('ServiceUnavailable', 'The service cannot answer right now; try again'),
      isOurs: true,
    };
  }
  return { failure: refused('InternalError', 'Something went wrong on our side'), isOurs: true };
}

function failureOfFramework({ code, statusCode, message }: Partial<FastifyError>): Failure | undefined {
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE' || statusCode === 413)
    return refused('PayloadTooLarge', 'body: is too large');
  if (code === 'FST_INVALID_MULTIPART_CONTENT_TYPE')
    return refused('UnsupportedMediaType', 'body: must be sent as multipart/form-data');
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE' || statusCode === 415)
    return refused('UnsupportedMediaType', 'body: must be sent as application/json');
  if (code === 'FST_ERR_CTP_INVALID_JSON_BODY' || code === 'FST_ERR_CTP_EMPTY_JSON_BODY')
    return refused('ValidationError', 'body: is not valid JSON');
  if (code?.startsWith('FST_ERR_CTP') || statusCode === 400)
    return refused('ValidationError', `body: ${message ?? 'cannot be read'}`);
  return undefined;
}

/** Whether the database refused a character; for texts that no schema describes, such as parameters passed through. */
function isUnstorableText(error: unknown): boolean {
  const { code } = error as { code?: string };
  const [characterNotInRepertoire, untranslatableCharacter] = ['22021', '22P05'];
  return code === characterNotInRepertoire || code === untranslatableCharacter;
}

/** Whether the database was out of reach, restarting, overloaded, or did not say whether it committed. */
function isPassing(error: unknown): boolean {
  if (error instanceof CommitUnknown) return true;
  const { code = '', message = '' } = error as { code?: string; message?: string };
  if (/^(08|57P0|53|55P03|40001|40P01|25P03)/.test(code)) return true;
  if (['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT'].includes(code))
    return 'syscall' in (error as object);
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/.test(
    message,
  );
}
