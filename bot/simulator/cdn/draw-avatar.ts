import { createHash } from 'node:crypto';

/** Hues that read well under white letters. Neighbouring ids get different ones, so that a small demo is colourful. */
const HUES = [64, 246, 198, 188, 12, 318, 46, 150, 258, 208, 350, 236, 286, 28, 222, 146, 96, 172, 302];

/** A picture for anybody: a gradient that belongs to the id, and initials. SVG. */
export function drawAvatar(id: string, name: string): string {
  const digest = createHash('md5').update(id).digest();
  const hue = HUES[numberOf(id) % HUES.length]!;
  const to = hue + 18 + (digest[1]! % 30);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="128" height="128" viewBox="0 0 128 128"><defs><linearGradient id="g" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="hsl(${hue} 58% 58%)"/><stop offset="1" stop-color="hsl(${to} 62% 34%)"/></linearGradient></defs><rect width="128" height="128" fill="url(#g)"/><text x="64" y="66" fill="#fff" font-family="Inter,system-ui,sans-serif" font-weight="600" font-size="${initials(name).length > 1 ? 46 : 60}" text-anchor="middle" dominant-baseline="central">${initials(name)}</text></svg>`;
}

/** A snowflake's remainder, or for anything else (an address) the sum of its signs. */
function numberOf(id: string): number {
  if (/^\d+$/.test(id)) return Number(BigInt(id) % BigInt(HUES.length));
  return [...id].reduce((sum, sign) => sum + sign.charCodeAt(0), 0);
}

/** First letters of the first and the last word; letters and digits only, so they need no escaping. */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  const [first, last] = [words[0], words.at(-1)];
  if (!first) return '?';
  return words.length > 1 ? `${first[0]}${last![0]}` : first[0]!;
}
