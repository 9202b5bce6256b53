import { REST, Routes, type APIMessage } from 'discord.js';

// The least that reading what was missed could cost: discord.js reads the same pages of all channels at once, and drops them.
// Arguments: Discord's API, the token, the channels' ids. Prints one line for each line that it is given: {messages, pages, ms}.
const [, , api = '', token = '', channels = ''] = process.argv;
const limit = 100;

async function readChannel(rest: REST, channelId: string): Promise<{ messages: number; pages: number }> {
  const count = { messages: 0, pages: 0 };
  for (let after = channelId; ;) {
    const query = new URLSearchParams({ limit: String(limit), after });
    const page = (await rest.get(Routes.channelMessages(channelId), { query })) as APIMessage[];
    count.messages += page.length;
    count.pages += 1;
    if (page.length < limit) return count;
    // Newest first, as Discord gives them.
    after = page[0]!.id;
  }
}

process.on('message', async () => {
  const rest = new REST({ api }).setToken(token);
  const from = performance.now();
  const counts = await Promise.all(channels.split(',').map((id) => readChannel(rest, id)));
  const ms = performance.now() - from;
  const sum = (what: 'messages' | 'pages') => counts.reduce((all, one) => all + one[what], 0);
  process.send!({ messages: sum('messages'), pages: sum('pages'), ms });
});
// Nothing else keeps it running between two questions.
process.channel!.ref();
console.log('bare reader ready');
