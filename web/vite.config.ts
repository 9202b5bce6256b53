import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig, type Plugin } from 'vite';

// Kit starts the server once while it builds, and that checks its variables. Their real values are read when it runs.
if (process.argv.includes('build')) {
  process.env['PUBLIC_SUPABASE_URL'] ??= 'http://127.0.0.1:54321';
  process.env['PUBLIC_SUPABASE_PUBLISHABLE_KEY'] ??= 'set when the server runs';
}

// Kit's announcer of page changes is hidden by a style attribute, which the policy below refuses: app.css hides it instead.
const announcerWithoutStyle: Plugin = {
  name: 'announcer-without-style',
  enforce: 'pre',
  transform: {
    filter: { id: /@sveltejs\/kit\/src\/runtime\/components\/root\.svelte$/ },
    handler(code) {
      const styled = /(id="svelte-announcer"[^>]*?)\s+style="[^"]*"/;
      if (!styled.test(code))
        this.error('The announcer of this Kit is not the one whose style is taken away here.');
      return { code: code.replace(styled, '$1'), map: null };
    },
  },
};

export default defineConfig({
  plugins: [
    announcerWithoutStyle,
    tailwindcss(),
    sveltekit({
      adapter: adapter(),
      csp: {
        mode: 'nonce',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          // No style attributes in markup either: hooks.server.ts lifts them into a sheet with the nonce.
          'style-src': ['self'],
          'img-src': ['self', 'data:'],
          'font-src': ['self'],
          // The addresses of Supabase are known when the server runs, not when it is built: hooks.server.ts adds them.
          'connect-src': ['self'],
          'form-action': ['self'],
          'frame-ancestors': ['none'],
          'base-uri': ['none'],
          'object-src': ['none'],
        },
      },
    }),
  ],
  ssr: { noExternal: ['tw-animate-css', '@ticketflow/supabase'] },
  // Fonts stay files: the policy allows none from data addresses.
  build: {
    assetsInlineLimit: 0,
  },
  environments: {
    client: {
      build: {
        rolldownOptions: {
          output: {
            // The small parts that pages share (Kit, icons, names, words) are one file: as seventy files they weigh 12 kB more. Signing in
            // loads 11 kB of it early that the desk needs next. What menus and dialogs share is another, and comes once a page lives.
            codeSplitting: {
              groups: [
                // Kit's start sets it before anything that reads it is evaluated: it must not come along with that.
                { name: 'payload', test: /kit.src.runtime.client.payload/ },
                // The start needs what fetches parts, and words need it too: neither may bring along what reads the payload.
                {
                  name: 'words',
                  test: /preload-helper|src.lib.words.words\.|contracts.languages|supabase.words.formats/,
                },
                {
                  name: 'desk',
                  test: /kit.src|devalue|env.public|contracts.(views|act-levels)|lucide|keys.(bindings|desk-keys)|(guild-paths|panes|ConnectionMark|grow|formats|NoTicket)\.|src.lib.(ui|discord|outgoing|desk|tickets).(?!Markdown|Find)/,
                  minShareCount: 2,
                  tags: ['$initial'],
                },
                {
                  name: 'menus',
                  test: /node_modules.(@floating-ui|tabbable|svelte-toolbelt|runed)|bits-ui.dist.(internal|bits.(utilities|menu|dropdown-menu))/,
                  minShareCount: 2,
                },
              ],
            },
          },
        },
      },
    },
  },
  server: { host: '127.0.0.1', port: 3000 },
});
