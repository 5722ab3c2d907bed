import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, it } from 'vitest';
import { endpoints } from '#contract/endpoints.ts';
import { openApiDocument } from '#contract/openapi.ts';
import { faultsOf } from '#server/http/check.ts';
import { foldBody } from '#server/http/fold.ts';
import { allRoutes } from '#server/features/routes.ts';
import { testApp } from '#support/app.ts';

interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  security: unknown[];
  parameters: { name: string; in: string; required: boolean; schema: unknown }[];
  responses: Record<string, unknown>;
}

type Json = Record<string, unknown>;

const app = await testApp();
const document = (await (await fetch(`${app.baseUrl}/openapi.json`)).json()) as {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  tags: { name: string }[];
  components: { schemas: Record<string, Json>; responses: Json; securitySchemes: Json };
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

it('the description is valid OpenAPI 3.1, served as the contract says it', async () => {
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  expect(errors).toBeUndefined();
  expect(valid).toBe(true);
  expect(document.openapi).toBe('3.1.0');
  expect(document).toEqual(openApiDocument());
});

it('every endpoint of the contract is served by one route, and there is no other route', () => {
  const name = ({ id, method, path }: { id: string; method: string; path: string }) =>
    `${id} ${method} ${path}`;
  expect(
    allRoutes()
      .map(({ endpoint }) => name(endpoint))
      .toSorted(),
  ).toEqual(endpoints.map(name).toSorted());
});

it('every operation has a name of its own, a summary, a tag and its parameters', () => {
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { path, operation } of operations) {
    expect(operation.operationId).toMatch(/^[a-z][A-Za-z0-9]+$/);
    expect(operation.summary, operation.operationId).toMatch(/^[A-Z].*\.$/);
    expect(document.tags.map(({ name }) => name)).toEqual(expect.arrayContaining(operation.tags));
    const inPath = operation.parameters.filter((one) => one.in === 'path');
    expect(inPath.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
    expect(inPath.every(({ required }) => required)).toBe(true);
  }
});

it('every operation that needs a credential says so and how it refuses', () => {
  for (const { operation } of operations) {
    if (operation.security.length === 0) continue;
    expect(Object.keys(operation.responses), operation.operationId).toContain('401');
  }
});

it('every reference leads to a named schema, and every named schema is used', () => {
  const text = JSON.stringify(document);
  const used = new Set(Array.from(text.matchAll(/"#\/components\/schemas\/([^"]+)"/g), ([, name]) => name));
  expect(Array.from(used, String).toSorted()).toEqual(Object.keys(document.components.schemas).toSorted());
  expect(used.size).toBeGreaterThan(20);
  expect(text).not.toMatch(/"x-(name|comma-list|says)"/);
});

it('every example of a body is a body that is taken', () => {
  const withExample = endpoints.filter(({ bodyExample }) => bodyExample !== undefined);
  expect(withExample.length).toBeGreaterThan(1);
  for (const { id, body, bodyExample } of withExample) {
    const schema = body as NonNullable<typeof body>;
    expect([id, faultsOf(schema, foldBody(schema, bodyExample))]).toEqual([id, []]);
  }
});

it('the explorer needs nobody but this server', async () => {
  const page = await fetch(`${app.baseUrl}/swagger/`, { headers: { accept: 'text/html' } });
  expect(page.status).toBe(200);
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/https?:|\*/);
  const html = await page.text();
  const addresses = Array.from(html.matchAll(/(?:src|href)="([^"]+)"/g), ([, address]) => address as string);
  expect(addresses.length).toBeGreaterThan(2);
  for (const address of addresses) {
    const url = new URL(address, page.url);
    expect(url.origin).toBe(app.baseUrl);
    const file = await fetch(url);
    expect([url.pathname, file.status]).toEqual([url.pathname, 200]);
    // Every file is read to its end: a connection with an unread answer keeps a server from stopping.
    const text = await file.text();
    if (address.endsWith('.css')) expect(text).not.toMatch(/url\(["']?https?:/);
  }
});
