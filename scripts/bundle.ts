/**
 * Puts the compiled daemon, Fastify and pino into one file each for `daemon` and `bootstrap`, with what is loaded later beside them: finding and
 * reading some 400 small files took a third of the daemon's start. Everything else stays in node_modules, because it holds native or
 * WebAssembly parts, or is loaded at its first use.
 */
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';
import daemon from '../daemon/package.json' with { type: 'json' };

const INLINED = ['fastify', 'pino'];
const EXTERNAL = Object.keys(daemon.dependencies).filter((name) => !INLINED.includes(name));
const path = (name: string): string => fileURLToPath(new URL(`../daemon/dist/${name}`, import.meta.url));

// CommonJS inside of an ES module has none of these by itself.
const banner = `import { createRequire as $createRequire } from 'node:module';
import { dirname as $dirname } from 'node:path';
import { fileURLToPath as $fileURLToPath } from 'node:url';
const require = $createRequire(import.meta.url);
const __filename = $fileURLToPath(import.meta.url);
const __dirname = $dirname(__filename);`;

/**
 * What is not inlined is taken in by `require`. All of it is CommonJS, whose texts Node reads through for their exports before it runs them when they
 * are imported: a tenth of the start. What is loaded at its first use is still imported then.
 */
const required: Plugin = {
  name: 'required',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[a-z@]/ }, ({ path: name, kind }) =>
      kind === 'import-statement' && EXTERNAL.some((one) => name === one || name.startsWith(`${one}/`))
        ? { path: name, namespace: 'required' }
        : null,
    );
    onLoad({ filter: /^/, namespace: 'required' }, ({ path: name }) => ({
      contents: `module.exports = require(${JSON.stringify(name)});`,
    }));
  },
};

rmSync(path('bundle'), { recursive: true, force: true });
await build({
  entryPoints: [
    path('main.js'),
    path('bootstrap.js'),
    path('search/worker.js'),
    path('search/vectors-worker.js'),
    path('similar/worker.js'),
  ],
  outbase: path(''),
  outdir: path('bundle'),
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  external: EXTERNAL,
  plugins: [required],
  banner: { js: banner },
  sourcemap: true,
  legalComments: 'inline',
  logLevel: 'warning',
});
