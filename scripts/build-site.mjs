// Bundles web/ into one classic script and one style sheet: pages that are opened from disk load no modules.
import { build } from 'vite';

/** Writes app.js and app.css into a folder. */
export async function buildSite(folder) {
  await build({
    configFile: false,
    root: 'web',
    logLevel: 'warn',
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'es2022',
      cssCodeSplit: false,
      modulePreload: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: 'web/main.tsx',
        output: { format: 'iife', entryFileNames: 'app.js', assetFileNames: 'app[extname]' },
      },
    },
  });
}
