import {
  ActionRowBuilder,
  ApplicationCommandType,
  ButtonBuilder,
  ButtonStyle,
  ChannelType,
  Client,
  ContextMenuCommandBuilder,
  EmbedBuilder,
  FileUploadBuilder,
  GatewayIntentBits,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  SlashCommandBuilder,
  StringSelectMenuBuilder,
  TextInputBuilder,
  TextInputStyle,
  type ModalSubmitInteraction,
} from 'discord.js';

/** A small bot of its own for these tests: a panel, a form, a private channel, and two commands. */
export async function startPanelBot(apiUrl: string, token: string, guildId: string): Promise<Client<true>> {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.GuildMessages, GatewayIntentBits.MessageContent],
    rest: { api: apiUrl },
  });
  client.on('interactionCreate', async (interaction) => {
    if (interaction.isButton() && interaction.customId === 'silent') return;
    if (interaction.isButton()) await interaction.showModal(purchaseForm());
    else if (interaction.isModalSubmit()) await openTicket(interaction);
    else if (interaction.isChatInputCommand()) {
      const word = interaction.options.getString('word') ?? 'nothing';
      await interaction.reply({ content: `You said **${word}**`, flags: MessageFlags.Ephemeral });
    } else if (interaction.isMessageContextMenuCommand()) {
      const { author, content } = interaction.targetMessage;
      await interaction.reply({
        content: `${author.displayName} wrote: ${content}`,
        flags: MessageFlags.Ephemeral,
      });
    }
  });
  const ready = new Promise((resolve) => client.once('clientReady', resolve));
  await client.login(token);
  await ready;
  const command = (name: string) => new SlashCommandBuilder().setName(name).setDescription(`Run ${name}`);
  const echo = command('echo').addStringOption((option) =>
    option.setName('word').setDescription('What to say').setRequired(true),
  );
  const quote = new ContextMenuCommandBuilder().setName('Quote this').setType(ApplicationCommandType.Message);
  await (client as Client<true>).application.commands.set([echo, command('ping'), quote], guildId);
  return client as Client<true>;
}

/** What a panel in a channel looks like; "Silent" is a button that nobody answers. */
export function panel() {
  const button = (id: string, label: string, style: ButtonStyle) =>
    new ButtonBuilder().setCustomId(id).setLabel(label).setStyle(style);
  return {
    embeds: [
      new EmbedBuilder().setTitle('Need a hand?').setDescription('Press a button.').setColor(0xe4a853),
    ],
    components: [
      new ActionRowBuilder<ButtonBuilder>().addComponents(
        button('purchases', 'Purchases', ButtonStyle.Primary).setEmoji('🛍️'),
        button('silent', 'Silent', ButtonStyle.Danger),
      ),
    ],
  };
}

function purchaseForm(): ModalBuilder {
  const label = (text: string) => new LabelBuilder().setLabel(text);
  const goods = new StringSelectMenuBuilder()
    .setCustomId('goods')
    .setOptions({ label: 'Tideglass lantern', value: 'lantern' }, { label: 'Season pass', value: 'pass' });
  const story = new TextInputBuilder()
    .setCustomId('story')
    .setStyle(TextInputStyle.Paragraph)
    .setMinLength(10);
  const shot = new FileUploadBuilder().setCustomId('shot').setRequired(false);
  return new ModalBuilder()
    .setCustomId('form')
    .setTitle('Purchases')
    .addLabelComponents(
      label('What did you buy?').setStringSelectMenuComponent(goods),
      label('What happened?').setTextInputComponent(story.setMaxLength(1_000)),
      label('Screenshot').setFileUploadComponent(shot),
    );
}

async function openTicket(interaction: ModalSubmitInteraction): Promise<void> {
  await interaction.deferReply({ flags: MessageFlags.Ephemeral });
  const ticket = await interaction.guild!.channels.create({
    name: 'ticket-1',
    type: ChannelType.GuildText,
    permissionOverwrites: [
      { id: interaction.guildId!, deny: ['ViewChannel'] },
      { id: interaction.user.id, allow: ['ViewChannel', 'SendMessages'] },
      { id: interaction.client.user.id, allow: ['ViewChannel', 'SendMessages'] },
    ],
  });
  const goods = interaction.fields.getStringSelectValues('goods').join();
  const files = interaction.fields.getUploadedFiles('shot')?.map((file) => file.name) ?? [];
  await ticket.send(`${goods}: ${interaction.fields.getTextInputValue('story')} [${files.join()}]`);
  await interaction.editReply(`Your ticket is open: ${ticket.toString()}`);
}
