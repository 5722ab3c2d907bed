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
  measure(stage: Stage): Promise<Measurement[]>;
}
