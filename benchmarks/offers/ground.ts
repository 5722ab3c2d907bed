import { makeInstallation, type Installation, type MeasuredServer } from '../harness/installation.ts';

/** A server under measurement with one advertiser, and what offers of it can point at. */
export interface Ground {
  readonly installation: Installation;
  readonly server: MeasuredServer;
  readonly advertiserId: string;
  readonly ageId: string;
  readonly categoryId: string;
  /** Calls the management API and gives `data`; throws where it fails. */
  call<Data>(method: string, path: string, body?: unknown): Promise<Data>;
}

interface Page {
  readonly items: readonly { readonly id: string }[];
}

/** Makes an installation, lets work run on it, and removes it. */
export async function onGround<Result>(work: (ground: Ground) => Promise<Result>): Promise<Result> {
  const installation = await makeInstallation();
  try {
    // Imports are begun by a call and done by the background work.
    const server = await installation.startServer({ ROLE: 'all' });
    const call = async <Data>(method: string, path: string, body?: unknown): Promise<Data> => {
      const answer = await fetch(`${server.origin}/api/v1${path}`, {
        method,
        headers: {
          authorization: `ApiToken ${installation.token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const { data, messages } = (await answer.json()) as { data: Data; messages: string[] };
      if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${messages.join('; ')}`);
      return data;
    };
    const office = '/sdk-back-office-management';
    const { id: advertiserId } = await call<{ id: string }>('POST', `${office}/advertisers`, {
      name: 'Bench',
    });
    const first = async (resource: string) =>
      (await call<Page>('GET', `${office}/${resource}?page_size=1`)).items[0]?.id ?? '';
    const [ageId, categoryId] = [await first('age-ranges'), await first('categories')];
    return await work({ installation, server, advertiserId, ageId, categoryId, call });
  } finally {
    await installation.stop();
  }
}
