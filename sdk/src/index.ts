export { createClient } from './client.ts';
export { ApiError, ConnectionError, PitwallError, TimeoutError, type Fault } from './failure.ts';
export type * from './generated.ts';
export type * from './types.ts';
export {
  CallbackVerificationError,
  verifyCallback,
  type HeadersLike,
  type VerificationFault,
  type VerificationOptions,
} from './verify-callback.ts';
