import { endpoint } from './endpoint.ts';
import { Type } from './schema.ts';

/** Serves a file of the tenant's own. */
export const readAsset = endpoint({
  id: 'readAsset',
  method: 'GET',
  path: '/assets/{name}',
  tag: 'System',
  access: 'wall',
  summary: 'Serves a picture or other file that belongs to the tenant.',
  params: Type.Object({ name: Type.String() }),
  status: 200,
  mediaType: 'image/svg+xml',
});

/** Every endpoint of files. */
export const assetEndpoints = [readAsset];
