/* eslint-disable svelte/prefer-svelte-reactivity -- plain maps on purpose: nothing on the screen is drawn from them */
/** Discord's limit on a message (D resources/message.mdx, Create Message). */
export const MOST_CHARACTERS = 2_000;

/** Discord takes at most ten files with a message. */
const MOST_FILES = 10;

/** Drafts of this window by person and channel, so that looking elsewhere loses no text. */
const kept = new Map<string, { text: string; files: File[] }>();

/** What is being written in one channel. */
export class Draft {
  #text = $state('');
  files: File[] = $state.raw([]);
  #key: string;

  constructor(key: string) {
    this.#key = key;
    const before = kept.get(key);
    this.#text = before?.text ?? '';
    this.files = before?.files ?? [];
  }

  get text(): string {
    return this.#text;
  }

  set text(text: string) {
    this.#text = text;
    this.#keep();
  }

  addFiles(files: File[]): void {
    this.files = [...this.files, ...files].slice(0, MOST_FILES);
    this.#keep();
  }

  removeFile(file: File): void {
    this.files = this.files.filter((other) => other !== file);
    this.#keep();
  }

  clear(): void {
    this.files = [];
    this.text = '';
  }

  #keep(): void {
    kept.set(this.#key, { text: this.#text, files: this.files });
  }
}
