import type { BrowserContext } from '@playwright/test';

/** What pages of a browser did against their content security policy, as their events and the console tell it. */
export async function watchPolicy(context: BrowserContext): Promise<string[]> {
  const broken: string[] = [];
  await context.exposeBinding('tellBroken', (_, words: string) => void broken.push(words));
  await context.addInitScript(() =>
    document.addEventListener('securitypolicyviolation', (event) => {
      const { effectiveDirective, blockedURI, sourceFile, lineNumber, sample } = event;
      const where = `${location.pathname}: ${effectiveDirective} ${blockedURI} ${sourceFile}:${lineNumber} ${sample}`;
      (window as unknown as { tellBroken: (words: string) => void }).tellBroken(where);
    }),
  );
  context.on('console', (message) => {
    if (/content security policy/i.test(message.text())) broken.push(message.text());
  });
  return broken;
}
