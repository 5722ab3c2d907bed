// breaks: lint:vitest(no-disabled-tests)
import { expect, test } from 'vitest';

test.skip('a guarantee that nobody checks', () => {
  expect(1).toBe(1);
});
