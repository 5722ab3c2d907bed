/** A wait that can be ended before its time. */
export class Moment {
  #end: (() => void) | undefined;

  async wait(ms: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#end = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#end = undefined;
  }

  /** Without effect while nobody waits. */
  end(): void {
    this.#end?.();
  }
}
