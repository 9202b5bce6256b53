/**
 * The hue (OKLCH, degrees) of a colour given as 0xRRGGBB, as Discord gives its roles'; null for greys and for 0, which
 * means "no colour". Conversion after Björn Ottosson's Oklab (https://bottosson.github.io/posts/oklab/).
 */
export function hueOfColor(color: number): number | null {
  if (color === 0) return null;
  const [r, g, b] = [16, 8, 0].map((shift) => linear(((color >> shift) & 255) / 255)) as [
    number,
    number,
    number,
  ];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const bb = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  if (Math.hypot(a, bb) < 0.02) return null;
  return (Math.round((Math.atan2(bb, a) * 180) / Math.PI) + 360) % 360;
}

const linear = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
