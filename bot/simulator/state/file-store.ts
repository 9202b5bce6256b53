import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FileStore, StoredFile } from './state.ts';

/** Bytes of attachments: in memory, or beside the snapshot, two small files each, so that a snapshot stays small. */
export function createFileStore(folder: string | null): FileStore {
  const memory = new Map<string, StoredFile>();
  if (folder) mkdirSync(folder, { recursive: true });
  return {
    put(id, file) {
      if (!folder) return void memory.set(id, file);
      writeFileSync(join(folder, id), file.bytes);
      writeFileSync(join(folder, `${id}.type`), file.content_type);
    },
    get(id) {
      if (!folder) return memory.get(id) ?? null;
      const path = join(folder, id);
      if (!/^\d+$/.test(id) || !existsSync(`${path}.type`)) return null;
      return { bytes: readFileSync(path), content_type: readFileSync(`${path}.type`, 'utf8') };
    },
  };
}
