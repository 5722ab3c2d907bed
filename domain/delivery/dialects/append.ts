import { encodeValue } from './form-text.ts';

/** Appends parameters to the query of an address without a fragment. */
export function appendParameters(
  url: string,
  parameters: readonly (readonly [name: string, value: string])[],
): string {
  const joint = !url.includes('?') ? '?' : /[?&]$/.test(url) ? '' : '&';
  return url + joint + parameters.map(([name, value]) => `${name}=${encodeValue(value)}`).join('&');
}
