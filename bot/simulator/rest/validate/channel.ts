import type { Overwrite } from '../../state/state.ts';
import { isSnowflake } from '../../state/snowflake.ts';
import { refuse } from '../refusal.ts';
import { asList, asObject, type Form, type Json } from './form.ts';

/** Overwrites of one channel (JSON error code 30060). */
export const MAX_OVERWRITES = 1000;

/** Text channels are lower case and have dashes for blanks; voice channels and categories keep their names. */
export function channelName(name: string, type: number): string {
  if (type !== 0 && type !== 5) return name.trim();
  return name
    .trim()
    .toLowerCase()
    .replace(/\s+/g, '-')
    .replace(/[!"#$%&'()*+,./:;<=>?@[\\\]^`{|}~]+/g, '')
    .replace(/-{2,}/g, '-');
}

/** Checks the fields that creating and changing a channel share (resources/guild and resources/channel). */
export function checkChannel(form: Form, body: Json, isNew: boolean): void {
  form.text(['name'], body.name, 1, 100, isNew);
  form.text(['topic'], body.topic, 0, 1024);
  const slow = body.rate_limit_per_user;
  if (typeof slow === 'number' && (slow < 0 || slow > 21_600)) {
    form.complain(['rate_limit_per_user'], 'NUMBER_TYPE_MAX', 'int value should be between 0 and 21600.');
  }
}

/** Reads overwrites; ids must be snowflakes, bits decimal strings. */
export function readOverwrites(form: Form, value: unknown): Overwrite[] {
  const list = asList(value);
  if (list.length > MAX_OVERWRITES) throw refuse(30060);
  return list.map((item, index) => {
    const overwrite = asObject(item);
    const path = ['permission_overwrites', index];
    if (!isSnowflake(overwrite.id)) {
      form.complain(
        [...path, 'id'],
        'NUMBER_TYPE_COERCE',
        `Value "${String(overwrite.id)}" is not snowflake.`,
      );
    }
    return { id: String(overwrite.id), ...readBits(form, path, overwrite) };
  });
}

export function readBits(form: Form, path: (string | number)[], overwrite: Json): Omit<Overwrite, 'id'> {
  const bits = (key: 'allow' | 'deny'): string => {
    const value = overwrite[key] ?? '0';
    if (/^\d+$/.test(String(value))) return String(value);
    form.complain([...path, key], 'NUMBER_TYPE_COERCE', `Value "${String(value)}" is not int.`);
    return '0';
  };
  const type = overwrite.type === 1 || overwrite.type === 'member' || overwrite.type === '1' ? 1 : 0;
  return { type, allow: bits('allow'), deny: bits('deny') };
}
