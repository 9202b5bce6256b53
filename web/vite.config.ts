import adapter from '@sveltejs/adapter-node';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vite';

// Kit starts the server once while it builds, and that checks its variables. Their real values are read when it runs.
if (process.argv.includes('build')) {
  process.env['PUBLIC_SUPABASE_URL'] ??= 'http://127.0.0.1:54321';
  process.env['PUBLIC_SUPABASE_PUBLISHABLE_KEY'] ??= 'set when the server runs';
}

export default defineConfig({
  plugins: [
    tailwindcss(),
    sveltekit({
      adapter: adapter(),
      csp: {
        mode: 'nonce',
        directives: {
          'default-src': ['self'],
          'script-src': ['self'],
          // Positions of menus and virtual rows are style attributes; a stylesheet still needs the nonce.
          'style-src-attr': ['unsafe-inline'],
          'style-src-elem': ['self'],
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
            // One file for the small parts that most pages share (icons, names, words): as fifty files they weigh 5 kB more. Menus and
            // what else needs bits-ui stay out, or signing in would load that.
            codeSplitting: {
              groups: [
                {
                  name: 'desk',
                  test: /lucide|guild-paths|panes|src.lib.(ui|tickets).(?!Menu|IconButton|Markdown|Find)/,
                  minShareCount: 3,
                  tags: ['$initial'],
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
