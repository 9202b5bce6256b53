import {
  ButtonStyle,
  ChannelType,
  Client,
  ComponentType,
  GatewayIntentBits,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  OverwriteType,
  PermissionFlagsBits,
  TextInputBuilder,
  TextInputStyle,
} from 'discord.js';

// The least that a ticket bot on discord.js could be: no database, no rules. What ours costs is measured against it.
const [, , apiUrl = '', cdnUrl = '', token = '', panelChannelId = '', parentId = ''] = process.argv;
const client = new Client({
  intents: [
    GatewayIntentBits.Guilds,
    GatewayIntentBits.GuildMembers,
    GatewayIntentBits.GuildMessages,
    GatewayIntentBits.MessageContent,
  ],
  rest: { api: apiUrl, cdn: cdnUrl },
});
let received = 0;
client.on('messageCreate', () => (received += 1));
process.on('message', (question) => question === 'received' && process.send!({ received }));

client.on('interactionCreate', async (interaction) => {
  if (interaction.isButton() && interaction.customId === 'bare-open') {
    const story = new TextInputBuilder().setCustomId('story').setStyle(TextInputStyle.Paragraph);
    const field = new LabelBuilder().setLabel('What happened?').setTextInputComponent(story);
    await interaction.showModal(
      new ModalBuilder().setTitle('Bare').setCustomId('bare-form').addLabelComponents(field),
    );
  }
  if (interaction.isModalSubmit() && interaction.customId === 'bare-form' && interaction.inCachedGuild()) {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const channel = await interaction.guild.channels.create({
      name: `bare-${interaction.id}`,
      type: ChannelType.GuildText,
      parent: parentId,
      permissionOverwrites: [
        { id: interaction.guildId, type: OverwriteType.Role, deny: PermissionFlagsBits.ViewChannel },
        { id: client.user!.id, type: OverwriteType.Member, allow: PermissionFlagsBits.ViewChannel },
        { id: interaction.user.id, type: OverwriteType.Member, allow: PermissionFlagsBits.ViewChannel },
      ],
    });
    await channel.send({
      embeds: [{ title: 'Hello', description: interaction.fields.getTextInputValue('story') }],
      components: [
        {
          type: ComponentType.ActionRow,
          components: [
            {
              type: ComponentType.Button,
              customId: 'bare-close',
              label: 'Close',
              style: ButtonStyle.Secondary,
            },
          ],
        },
      ],
    });
    await interaction.editReply(`Open: <#${channel.id}>`);
  }
});

client.once('clientReady', async () => {
  const ms = Math.round(performance.now());
  const { rss } = process.memoryUsage();
  const panel = await client.channels.fetch(panelChannelId);
  if (!panel?.isSendable()) throw new Error('The panel has no channel');
  const message = await panel.send({
    content: 'Bare',
    components: [
      {
        type: ComponentType.ActionRow,
        components: [
          { type: ComponentType.Button, customId: 'bare-open', label: 'Open', style: ButtonStyle.Secondary },
        ],
      },
    ],
  });
  console.log(JSON.stringify({ msg: 'bare ready', ms, rss, panel: message.id }));
});
await client.login(token);
process.on('SIGTERM', () => void client.destroy().then(() => process.exit(0)));
