/**
 * A page's markup without what the content security policy refuses in it. Style attributes: each distinct one becomes a rule
 * of one stylesheet in the head that carries the page's nonce, so that the first paint is right, without scripts too.
 * Hydration then sets the styles again through the CSSOM, which the policy allows, and +layout.svelte takes the sheet away.
 * And the handlers by which Svelte would note that a picture failed before hydration, which run under no nonce.
 * Markup must be Svelte's: attributes in double quotes, `<` escaped in texts.
 */
export function fitToPolicy(html: string): string {
  const nonce = /<script nonce="([^"]+)"/.exec(html)?.[1];
  if (!nonce) return html;
  const rules = new Map<string, number>();
  const fitted = html.replace(scriptOrTag, (tag) => (isScript.test(tag) ? tag : fitTag(tag, rules)));
  if (rules.size === 0) return fitted;
  const sheet = [...rules].map(([style, n]) => `[data-style="${n}"]{${style}}`).join('');
  return fitted.replace('</head>', () => `<style id="first-styles" nonce="${nonce}">${sheet}</style></head>`);
}

/** Scripts, sheets and comments as a whole, since what is in them only looks like tags; else one opening tag. */
const scriptOrTag =
  /<(script|style)\b(?:[^>"]|"[^"]*")*>[^]*?<\/\1>|<!--[^]*?-->|<[a-z](?:[^>"]|"[^"]*")*>/gi;
const isScript = /^<(script|style|!)/i;
const attribute = /\s+([^\s"=<>/]+)(?:="([^"]*)")?/g;

function fitTag(tag: string, rules: Map<string, number>): string {
  return tag.replace(attribute, (whole, name: string, value: string | undefined) => {
    if (value === 'this.__e=event') return '';
    if (name !== 'style') return whole;
    const style = decode(value ?? '');
    // What could end the rule or the sheet is no style of ours: the page does without.
    if (!style.trim() || /[{}<>@\\]/.test(style)) return '';
    const n = rules.get(style) ?? rules.size;
    rules.set(style, n);
    return ` data-style="${n}"`;
  });
}

/** Svelte escapes these in attributes. */
const decode = (value: string) =>
  value.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&amp;', '&');
