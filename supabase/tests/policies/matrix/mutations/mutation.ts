/** One thing switched off: what is run, and what in the catalogue it touches ('public.tickets', 'private.levels_of'). */
export type Mutation = { name: string; statement: string; touches: string; isPolicy: boolean };
