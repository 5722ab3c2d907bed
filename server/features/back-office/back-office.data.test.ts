import { describe, expect, it } from 'vitest';
import { testApp } from '#support/app.ts';
import { lookups } from './resources.ts';

const app = await testApp();
const tenant = await app.makeTenant();
const other = await app.makeTenant();

describe.each(lookups.map((lookup) => [lookup.noun, lookup] as const))(
  '%s',
  (_noun, { endpoints, table }) => {
    const path = endpoints.list.path;

    it('is created, read, found, changed and deleted', async () => {
      const created = await tenant.call('POST', path, { body: { name: 'Zebra & Co' } });
      expect(created.status).toBe(201);
      expect(created.headers.get('location')).toBe(`${path}/${created.data.id}`);
      expect((await tenant.call('GET', `${path}/${created.data.id}`)).data).toEqual(created.data);
      const found = await tenant.call('GET', `${path}?filter.search=ZEBRA`);
      expect(found.data).toMatchObject({ totalCount: 1, items: [created.data], indexFrom: 0 });
      const changed = await tenant.call('PUT', `${path}/${created.data.id}`, { body: { NAME: 'Zebra Ltd' } });
      expect(changed.data.name).toBe('Zebra Ltd');
      expect((await tenant.call('DELETE', `${path}/${created.data.id}`)).status).toBe(204);
      expect((await tenant.call('GET', `${path}/${created.data.id}`)).status).toBe(404);
    });

    it('refuses a name that is missing, blank or taken, and names the field', async () => {
      await tenant.call('POST', path, { body: { name: 'Taken' } });
      const cases = [
        [{}, 400, 'name: is required'],
        [{ name: null }, 400, 'name: is required'],
        [{ name: '  ' }, 400, 'name: must not be empty'],
        [{ name: 7 }, 400, 'name: must be a text'],
      ] as const;
      for (const [body, status, message] of cases) {
        const answer = await tenant.call('POST', path, { body });
        expect([answer.status, answer.messages]).toEqual([status, [message]]);
      }
      expect((await tenant.call('POST', path, { body: { name: 'taken' } })).status).toBe(409);
    });

    it('is never seen, changed or deleted by another tenant', async () => {
      const { data } = await tenant.call('POST', path, { body: { name: `Mine ${table}` } });
      for (const [method, body] of [['GET'], ['PUT', { name: 'Theirs' }], ['DELETE']] as const) {
        expect((await other.call(method, `${path}/${data.id}`, { body })).status).toBe(404);
      }
      const listed = await other.call('GET', `${path}?filter.search=Mine`);
      expect(listed.data.totalCount).toBe(0);
    });
  },
);
