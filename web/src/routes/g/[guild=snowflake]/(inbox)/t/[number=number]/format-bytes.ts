import { locale, t } from '#lib/words/words.ts';

/** 812 B, 34 KB, 2.1 MB */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return t.files.bytes(rounded(bytes, 0));
  if (bytes < 1024 * 1024) return t.files.kilobytes(rounded(bytes / 1024, 0));
  return t.files.megabytes(rounded(bytes / 1024 / 1024, 1));
}

const rounded = (number: number, digits: number): string =>
  new Intl.NumberFormat(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    number,
  );
