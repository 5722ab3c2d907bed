import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startListening, type MeasuredServer } from '../harness/installation.ts';

/** A bare server that answers 200 with these bodies in turn. */
export function bareBodies(folder: string, bodies: readonly Buffer[]): Promise<MeasuredServer> {
  const paths = bodies.map((body, index) => {
    const path = join(folder, `body-${index}`);
    writeFileSync(path, body);
    return path;
  });
  return startListening(
    'benchmarks/references/bare-server.ts',
    { STATUS: '200', BODIES: paths.join(',') },
    '/',
  );
}

/** A bare server that redirects. */
export function bareRedirect(location: string): Promise<MeasuredServer> {
  return startListening('benchmarks/references/bare-server.ts', { STATUS: '302', LOCATION: location }, '/');
}
