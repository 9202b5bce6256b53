// Preloaded into a bot whose machine's clock is wrong: everything that asks for the date gets it so. `?ms=` says by how much.
const shift = Number(new URL(import.meta.url).searchParams.get('ms'));
const now = Date.now.bind(Date);
globalThis.Date = new Proxy(Date, {
  construct: (target, given: [number], self) =>
    Reflect.construct(target, given.length ? given : [now() + shift], self) as Date,
  apply: () => new Date(now() + shift).toString(),
  get: (target, name) => (name === 'now' ? () => now() + shift : (Reflect.get(target, name) as unknown)),
});
