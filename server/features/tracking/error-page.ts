import type { IncomingHttpHeaders } from 'node:http';
import { failures } from '#contract/failures.ts';
import { file, Refusal, type Answer, type Failure } from '../../http/answer.ts';

const noStore = { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' };

/**
 * Answers a link that a member may follow in a browser: when it fails, browsers that ask for HTML get a plain page with
 * the same status, everybody else the envelope.
 */
export async function answerLink(headers: IncomingHttpHeaders, work: () => Promise<Answer>): Promise<Answer> {
  try {
    const answer = await work();
    return answer.kind === 'failure' ? failureFor(headers, answer) : answer;
  } catch (error) {
    if (error instanceof Refusal) return failureFor(headers, error.failure);
    throw error;
  }
}

/** The headers of every answer that sends a member on. */
export const redirectHeaders = noStore;

function failureFor(headers: IncomingHttpHeaders, failure: Failure): Answer {
  const accept = headers.accept ?? '';
  if (!accept.includes('text/html')) return { ...failure, headers: noStore };
  const { status, title } = failures[failure.type];
  const sentences = failure.messages.map((message) => `<p>${escapeHtml(message)}</p>`).join('\n');
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
</head>
<body>
<h1>${title}</h1>
${sentences}
</body>
</html>
`;
  const pageHeaders = { ...noStore, 'content-security-policy': "default-src 'none'" };
  return file('text/html; charset=utf-8', page, { status, headers: pageHeaders });
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
