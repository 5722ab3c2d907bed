// breaks: lint:typescript(no-floating-promises)
async function store(): Promise<void> {}

export function list(): void {
  store();
}
