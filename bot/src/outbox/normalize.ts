/**
 * Words as Discord may give them back: it trims, unifies line ends and drops characters that cannot be seen. Two bodies
 * that are equal after this are taken for the same message.
 */
export function normalize(body: string): string {
  return body
    .normalize('NFC')
    .replaceAll(/[\u200b-\u200f\u2060\ufeff]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
