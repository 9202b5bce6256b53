import { expect, test } from 'vitest';
import { fitToPolicy } from './fit-to-policy.ts';

const page = (body: string) =>
  `<html><head><script nonce="abc">let a = '<i style="color:red">';</script></head><body>${body}</body></html>`;
const sheet = /<style id="first-styles" nonce="abc">(.*?)<\/style>/;
const bodyOf = (html: string) => /<body>(.*)<\/body>/s.exec(html)?.[1];

test('each distinct style becomes one rule, under the page’s nonce', () => {
  const html = fitToPolicy(
    page('<i class="x" style="width:1px"></i><b style="width: 2px"/><u style="width:1px">u</u>'),
  );
  expect(bodyOf(html)).toBe('<i class="x" data-style="0"></i><b data-style="1"/><u data-style="0">u</u>');
  expect(sheet.exec(html)?.[1]).toBe('[data-style="0"]{width:1px}[data-style="1"]{width: 2px}');
});

test('entities are written as they are in a stylesheet', () => {
  const html = fitToPolicy(page('<i style="font-family:&quot;A &amp; B&quot;"></i>'));
  expect(sheet.exec(html)?.[1]).toBe('[data-style="0"]{font-family:"A & B"}');
});

test('words, other attributes, scripts and comments that look like a style are left as they are', () => {
  for (const body of [
    'He wrote style="color:red" and <i>more</i>',
    '<i title="a style=" class="b"></i>',
    '<i title="1 > 0" data-x=" style=" hidden></i>',
    '<script nonce="abc">x = "<b style=\\"a\\">"</script>',
    '<!--<i style="a">-->',
    '<textarea>&lt;i style="a"></textarea>',
  ])
    expect(bodyOf(fitToPolicy(page(body)))).toBe(body);
});

test('Svelte’s own inline handlers are left out', () => {
  const html = fitToPolicy(page('<img src="/a" onload="this.__e=event" onerror="this.__e=event" alt=""/>'));
  expect(bodyOf(html)).toBe('<img src="/a" alt=""/>');
});

test('nothing that would end the rule or the sheet gets into it', () => {
  for (const style of ['}body{display:none', '&lt;/style>&lt;script>alert(1)', '@import url(x)', 'a:\\7d'])
    expect(fitToPolicy(page(`<i style="${style}"></i>`))).toBe(page('<i></i>'));
});

test('a page without styles, or without a nonce, stays as it is', () => {
  expect(fitToPolicy(page('<i></i>'))).toBe(page('<i></i>'));
  expect(fitToPolicy('<i style="a:b"></i>')).toBe('<i style="a:b"></i>');
});
