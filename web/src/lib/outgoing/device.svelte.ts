import { openDevice } from './open-device.ts';

let takesAll = $state(true);

/** What this browser keeps across pages and tabs. */
export const device = openDevice(
  () => localStorage,
  (isTaken) => (takesAll = isTaken),
);

/** Whether what is written survives this page: false when the browser's storage is full or forbidden. */
export const isKept = (): boolean => takesAll;

/** Hears when another tab has changed what is kept under a key. Returns the end. */
export function onOtherTab(heard: (key: string) => void): () => void {
  // Null when all was cleared at once.
  const hear = (event: StorageEvent) => heard(event.key ?? '');
  addEventListener('storage', hear);
  return () => removeEventListener('storage', hear);
}
