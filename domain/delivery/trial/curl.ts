/** A request as a command for a shell of the POSIX kind. */
export function curlCommand(request: {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}): string {
  const headers = Object.entries(request.headers).map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`);
  return [
    `curl -i -X ${request.method} ${quoted(request.url)}`,
    ...headers,
    ...(request.body === null ? [] : [`--data-binary ${quoted(request.body)}`]),
  ].join(' \\\n  ');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
