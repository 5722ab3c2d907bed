/**
 * A stranger's text in a form that the database can keep: half characters and the null character, which PostgreSQL
 * refuses, become the replacement character.
 */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\uFFFD');
}
