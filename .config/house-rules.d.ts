import type { Linter } from 'eslint';

export function namedFile(file: string, specifier: string): string | null;
export function whyNot(file: string, specifier: string): string | null;
export const houseRules: Linter.Config[];
