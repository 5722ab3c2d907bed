/** Names of the server for what the model numbers. */
export interface Names {
  readonly tag: string;
  readonly startedAt: number;
  readonly offers: string[];
  readonly shares: Map<string, string>;
  readonly clicks: string[];
  conversions: Map<number, string>;
  /** How many postbacks the inbox has to hold. */
  kept: number;
}
