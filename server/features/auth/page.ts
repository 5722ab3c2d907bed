import type { FastifyInstance } from 'fastify';

const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; connect-src 'self'; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in to Pitwall</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  main { max-width: 22rem; margin: 12vh auto; padding: 0 1rem; }
  label { display: block; margin-top: 1rem; }
  input { box-sizing: border-box; width: 100%; padding: .6rem; font: inherit; }
  button { margin-top: 1.5rem; width: 100%; padding: .7rem; font: inherit; font-weight: 600; }
  output { display: block; margin-top: 1rem; min-height: 1.5em; }
</style>
</head>
<body>
<main>
  <h1>Sign in</h1>
  <form>
    <p data-for="link" hidden>Your link is good for one sign-in. Choose the password that you will use from now on.</p>
    <label data-for="password">E-mail <input name="email" type="email" autocomplete="username"></label>
    <label>Password <input name="password" type="password" minlength="10" autocomplete="current-password" required></label>
    <label data-for="code" hidden>Code of your authenticator app <input name="code" inputmode="numeric" autocomplete="one-time-code"></label>
    <button>Sign in</button>
    <output role="status"></output>
  </form>
  <noscript>Signing in here needs JavaScript. Programs sign in at POST /api/v1/auth/sign-in.</noscript>
</main>
<script src="/sign-in.js"></script>
</body>
</html>
`;

const script = `const form = document.querySelector('form');
const status = document.querySelector('output');
const link = location.hash.slice(1);
if (link) {
  document.querySelector('[data-for=link]').hidden = false;
  document.querySelector('[data-for=password]').hidden = true;
  form.password.autocomplete = 'new-password';
} else {
  form.email.required = true;
}
form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const password = form.password.value;
  const code = form.code.value === '' ? {} : { code: form.code.value };
  const body = link ? { link, password, ...code } : { email: form.email.value, password, ...code };
  const answer = await fetch('/api/v1/auth/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { isSuccessful, messages, data } = await answer.json();
  if (!isSuccessful) {
    if (messages.some((message) => message.startsWith('code:'))) document.querySelector('[data-for=code]').hidden = false;
    status.textContent = messages.join(' ');
    return;
  }
  history.replaceState(null, '', '/sign-in');
  form.replaceChildren(Object.assign(document.createElement('p'), { textContent: 'Signed in as ' + data.email + '.' }));
  form.append(Object.assign(document.createElement('a'), { href: '/swagger', textContent: 'Open the explorer of the API' }));
});
`;

/** Serves the page where people sign in, by password or by the one-time link in its fragment. */
export function signInPage(app: FastifyInstance): void {
  app.get('/sign-in', (_request, reply) =>
    reply
      .headers({
        'content-security-policy': contentSecurityPolicy,
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      })
      .type('text/html; charset=utf-8')
      .send(page),
  );
  app.get('/sign-in.js', (_request, reply) => reply.type('text/javascript; charset=utf-8').send(script));
}
