// What every answer of the desk carries, no matter who gives it: a page, an endpoint, a refusal, a file of the build. A page's own
// policy (vite.config.ts, hooks.server.ts) takes the place of the one here.
const always = {
  'content-security-policy': "frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  // Not "no-referrer": with that a browser posts forms as origin "null", and they are refused as foreign.
  'referrer-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
  'cross-origin-opener-policy': 'same-origin',
};

/** Sets the headers on an answer of Node's that has not begun. `isSecure`: the person came by https. */
export function setSecurityHeaders(response, isSecure) {
  for (const [name, value] of Object.entries(always)) response.setHeader(name, value);
  if (isSecure) response.setHeader('strict-transport-security', 'max-age=31536000; includeSubDomains');
}
