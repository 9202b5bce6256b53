/** One part of a JSON Web Token, unchecked. */
export function decodeJwtPart(token: string, part: 0 | 1): unknown {
  return JSON.parse(Buffer.from(token.split('.')[part] ?? '', 'base64url').toString());
}
