/** Every way in which a call can fail, with its HTTP status and its words. */
export const failures = {
  ValidationError: { status: 400, title: 'Validation error' },
  Unauthorized: { status: 401, title: 'Unauthorized' },
  Forbidden: { status: 403, title: 'Forbidden' },
  NotFound: { status: 404, title: 'Not found' },
  MethodNotAllowed: { status: 405, title: 'Method not allowed' },
  Conflict: { status: 409, title: 'Conflict' },
  PreconditionFailed: { status: 412, title: 'Precondition failed' },
  PayloadTooLarge: { status: 413, title: 'Payload too large' },
  UnsupportedMediaType: { status: 415, title: 'Unsupported media type' },
  TooManyRequests: { status: 429, title: 'Too many requests' },
  InternalError: { status: 500, title: 'Internal error' },
  ServiceUnavailable: { status: 503, title: 'Service unavailable' },
} as const;

/** The `responseType` of a failed call. */
export type FailureType = keyof typeof failures;

/** All failure types, in the order of their statuses. */
export const failureTypes = Object.keys(failures) as FailureType[];
