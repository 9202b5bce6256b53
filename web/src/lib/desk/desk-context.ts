import { createContext } from 'svelte';
import type { Desk } from './Desk.svelte.ts';

/** The desk of the guild that is open, for everything within its frame. */
export const [deskHere, setDesk] = createContext<Desk>();
