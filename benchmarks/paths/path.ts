import type { Installation, MeasuredServer } from '../harness/installation.ts';
import type { Measurement } from '../measurement.ts';
import type { BenchWorld } from '../world/world.ts';

/** What a measured path can use. */
export interface Stage {
  readonly installation: Installation;
  readonly server: MeasuredServer;
  readonly world: BenchWorld;
  /** A folder for files of this run. */
  readonly folder: string;
}

/** A path that is measured on the stage of the run. */
export interface MeasuredPath {
  readonly name: string;
  /** Only measured where it is asked for, or where everything is. */
  readonly isLong?: boolean;
  measure(stage: Stage): Promise<Measurement[]>;
}

/** The host that names the measured tenant. */
export const host = 'api.bench.localhost';
/** Connections that requests come over. */
export const connections = 64;

/** The settings of a reference that works on the same database. */
export function referenceSettings({ installation, world }: Stage): Record<string, string> {
  return { ...installation.environment, TENANT: world.tenantId };
}
