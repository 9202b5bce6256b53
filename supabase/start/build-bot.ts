import { buildBot } from './build-part.ts';

// Before `npm start -w bot`: builds the bot unless it is built already from what is there.
await buildBot((line) => console.log(line));
