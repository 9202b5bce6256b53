/*
 * A nonce of Discord's has at most 25 characters (https://discord.com/developers/docs/resources/message#create-message);
 * a uuid in base64url has 22.
 */

/** The nonce of a message or an outbox entry, from its uuid. */
export function nonceOf(id: string): string {
  return Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
}

/** The uuid that a nonce was made from, or null when it is not one of ours. */
export function messageIdFromNonce(nonce: string | number | undefined): string | null {
  if (typeof nonce !== 'string' || !/^[\w-]{22}$/.test(nonce)) return null;
  const hex = Buffer.from(nonce, 'base64url').toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
