import { isSnowflake } from '../../state/snowflake.ts';
import { refuseForm, type Complaint } from '../refusal.ts';

export type Json = Record<string, unknown>;

/** Collects what is wrong with a body, so that one 50035 names it all. */
export interface Form {
  complain(path: (string | number)[], code: string, message: string): void;
  /** Length of a text, if it is there; complains about other types too. */
  text(path: (string | number)[], value: unknown, min: number, max: number, required?: boolean): void;
  /** Throws when anything was complained about. */
  check(): void;
}

export function createForm(): Form {
  const complaints: Complaint[] = [];
  const complain: Form['complain'] = (path, code, message) => complaints.push({ path, code, message });
  return {
    complain,
    text(path, value, min, max, required = false) {
      if (value === undefined || value === null) {
        if (required) complain(path, 'BASE_TYPE_REQUIRED', 'This field is required');
      } else if (typeof value !== 'string') {
        complain(path, 'BASE_TYPE_BAD_TYPE', 'Could not interpret value as string.');
      } else if (value.length > max) {
        complain(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`);
      } else if (value.length < min) {
        complain(path, 'BASE_TYPE_MIN_LENGTH', `Must be ${min} or more in length.`);
      }
    },
    check() {
      if (complaints.length > 0) throw refuseForm(complaints);
    },
  };
}

/** The value as an object, or an empty one. */
export function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

export function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value as text, or null. */
export function asText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/** Throws 50035 unless it is a snowflake. */
export function requireSnowflake(name: string, value: unknown): string {
  if (isSnowflake(value)) return value;
  throw refuseForm([
    { path: [name], code: 'NUMBER_TYPE_COERCE', message: `Value "${String(value)}" is not snowflake.` },
  ]);
}
