import { readEmbedExample } from '#contract/wall-page.ts';
import { file } from '../../http/answer.ts';
import { appOrigin } from '../../http/origins.ts';
import { tenantRoute } from '../../http/route.ts';

/** Shows a page with the wall inside it: what an integrator copies. */
export const readExampleRoute = tenantRoute(readEmbedExample, async (call) => {
  const own = call.request.origin;
  // On a host that names no tenant the wall is framed from that host, so that the example works without set-up.
  const origin = /^https?:\/\/(?:api|app)\./.test(own) ? appOrigin(call) : own;
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${origin}`,
    "style-src 'unsafe-inline'",
    `frame-src 'self' ${origin}`,
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const headers = { 'content-security-policy': policy, 'cache-control': 'no-store' };
  return file('text/html; charset=utf-8', examplePage(origin, call.query.pub_member_id ?? 'you'), {
    headers,
  });
});

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function examplePage(origin: string, pubMemberId: string): string {
  const tag = `<script src="${origin}/offer-wall.js"
  data-origin="${origin}"
  data-pub-member-id="${escapeHtml(pubMemberId)}"></script>`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The offer wall inside another page</title>
<link rel="icon" href="data:,">
<style>
  :root { color-scheme: light dark; font: 16px/1.6 system-ui, sans-serif; }
  body { max-width: 60rem; margin: 0 auto; padding: 1rem; }
  pre { overflow: auto; padding: 1rem; border: 1px solid; border-radius: .5rem; }
  section { margin: 2rem 0; border: 1px solid; border-radius: .75rem; overflow: hidden; }
</style>
</head>
<body>
<main>
<h1>The offer wall inside another page</h1>
<p>Everything in the box below comes from one script tag. The wall grows with its content and tells this page when it
has opened, when an offer is started and when it is closed.</p>
<pre tabindex="0">${escapeHtml(tag)}</pre>
<section aria-label="The wall">
${tag}
</section>
<p>Which pages may show the wall is a setting of the tenant: the allowed origins of its frame.</p>
</main>
</body>
</html>
`;
}
