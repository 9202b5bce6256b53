import { loadAllWords, readLocaleBy } from './words.ts';

// Vitest loads this before each test file of the desk: outside of a page there is no layout that does.
readLocaleBy(() => 'en-GB');
await loadAllWords('en-GB');
