// Loads the bot and ends: what Node compiles on the way is kept (see compileBot in build-part.ts).
import '../../bot/src/start-bot.ts';
