import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const Secrets = z.object({
  jwtSecret: z.string(),
  publishableKey: z.string(),
  secretKey: z.string(),
  botPassword: z.string(),
});
export type Secrets = z.infer<typeof Secrets>;

const random = (bytes: number) => randomBytes(bytes).toString('base64url');

/** The local stack's own keys: made at the first start, kept in the folder, readable by its owner alone. */
export async function readOrMakeSecrets(folder: string): Promise<Secrets> {
  const file = join(folder, 'secrets.json');
  const known = await readFile(file, 'utf8').catch(() => null);
  if (known) {
    const parsed = Secrets.safeParse(JSON.parse(known));
    if (parsed.success) return parsed.data;
  }
  const made: Secrets = {
    jwtSecret: random(40),
    publishableKey: `sb_publishable_${random(20)}`,
    secretKey: `sb_secret_${random(20)}`,
    botPassword: random(24),
  };
  await writeFile(`${file}.new`, JSON.stringify(made, null, 2), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return made;
}
