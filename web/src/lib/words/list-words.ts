/** What the page of a list of settings says of its own. The words that all lists share are the kit's (`kit` in <language>/kit.ts). */
export type ListWords<Setting extends object> = {
  title: string;
  /** Under the title: what the list does. */
  text: string;
  /** On the button that begins a new row, and the name of its form. */
  add: string;
  /** On the button that saves a new row. */
  make: string;
  empty: { title: string; text: string };
  /** What people call each field. */
  fields: Record<keyof Setting & string, string>;
  /** In words on the button that removes a row, where that is more than to remove; `of` is for screen readers, which do not see the row. */
  remove?: { short: string; of: (name: string) => string };
  /** Said once a new one was saved, beside an undo; nothing without it. */
  added?: (name: string) => string;
  /** Said once a row was removed, beside the undo. */
  removed: (name: string) => string;
  /** Said once another has taken its place, where rows are used elsewhere. */
  replaced?: (names: { name: string; replacement: string }) => string;
};
