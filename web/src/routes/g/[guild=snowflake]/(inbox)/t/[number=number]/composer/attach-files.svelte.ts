import type { Desk } from '#lib/desk/Desk.svelte.ts';
import { toast } from '#lib/ui/toasts.svelte.ts';
import { whyNotAttached } from './why-not-attached.ts';
import type { Writing } from './Writing.svelte.ts';

/** Uploads files one after another into the draft. What is too large or too many is refused in words, file by file. */
export function attachFiles(writing: Writing, given: Iterable<File>, desk: Desk, ticketId: string): void {
  const added: (() => Promise<void>)[] = [];
  for (const file of given) {
    const words = whyNotAttached(writing.files, file);
    if (words) toast(words, { tone: 'danger' });
    else added.push(addFile(writing, file, desk, ticketId));
  }
  void added.reduce((before, upload) => before.then(upload), Promise.resolve());
}

/** Puts a file into the draft; gives what uploads it. */
function addFile(writing: Writing, file: File, desk: Desk, ticketId: string): () => Promise<void> {
  const type = file.type.split(';')[0]!.trim().toLowerCase();
  const content_type = /^[a-z]+\/[a-z0-9.+-]{1,100}$/.test(type) ? type : 'application/octet-stream';
  const name = file.name.slice(-255) || 'file';
  writing.files.push({ name, size: file.size, content_type, state: 'uploading', part: 0 });
  // What stands in the list now is watched; what was pushed is not.
  const shown = writing.files.at(-1)!;
  const ending = new AbortController();
  shown.remove = () => {
    ending.abort();
    writing.files = writing.files.filter((each) => each !== shown);
    writing.keep();
  };
  const fail = (words: string) => Object.assign(shown, { state: 'failed', words });

  async function upload(): Promise<void> {
    if (ending.signal.aborted) return;
    Object.assign(shown, { state: 'uploading', part: 0 });
    // Reserved again each time: a reservation takes one upload, within ten minutes.
    const reserved = await desk.ask('reserve_upload', {
      ticket: ticketId,
      name,
      size: file.size,
      content_type,
    });
    if (!reserved.ok) return void fail(reserved.words);
    const { id, path } = reserved.data;
    const words = await desk.upload(path, file, content_type, (part) => (shown.part = part), ending.signal);
    if (ending.signal.aborted) return;
    if (words) return void fail(words);
    Object.assign(shown, { id, state: 'ready' });
    writing.keep();
  }
  shown.retry = () => void upload();
  return upload;
}
