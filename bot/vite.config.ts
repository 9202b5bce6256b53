import { defineConfig } from 'vite';

// The bot as one file with all that it is made of: Node loads it in a fraction of the time that its own 130 files and discord.js' take.
export default defineConfig({
  build: {
    ssr: 'src/main.ts',
    target: 'node20',
    // Names and lines of errors stay readable.
    minify: false,
    sourcemap: true,
    rolldownOptions: {
      // What discord.js and its sockets use where somebody has installed it.
      external: ['bufferutil', 'utf-8-validate', 'zlib-sync'],
      output: { entryFileNames: 'main.js', codeSplitting: false },
    },
  },
  ssr: { noExternal: true },
});
