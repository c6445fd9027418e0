// Builds the dashboard with webpack: `node daemon/dashboard/build.ts`, or `buildDashboard()`. Nothing is done where it is built already.
import { access, cp, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EsbuildPlugin } from 'esbuild-loader';
import MiniCssExtractPlugin from 'mini-css-extract-plugin';
import webpack, { type Configuration } from 'webpack';
import { buildFolder, builds } from './sources.ts';

const browser = join(import.meta.dirname, 'browser');
/** The oldest browsers that show it; editors' panels hold these, too. */
export const targets = ['chrome88', 'safari15.6'];
/** Builds of other sources that are kept, because a daemon may still be serving them. */
const kept = 3;

/** Absolute path of the folder with `index.html`, `main.js` and `main.css`. @throws Error with webpack's words when the sources do not build. */
export async function buildDashboard(): Promise<string> {
  const folder = await buildFolder();
  if (await access(join(folder, 'index.html')).then(() => true, () => false)) return folder;
  const draft = `${folder}.${process.pid}`;
  await mkdir(draft, { recursive: true });
  try {
    await compile(configuration(draft));
    await cp(join(browser, 'index.html'), join(draft, 'index.html'));
    await cp(join(browser, 'icon.svg'), join(draft, 'icon.svg'));
    await rename(draft, folder).catch(async (error: NodeJS.ErrnoException) => {
      // Another process was quicker with the same sources.
      if (!await access(join(folder, 'index.html')).then(() => true, () => false)) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  await forgetOld();
  return folder;
}

function configuration(output: string): Configuration {
  return {
    mode: 'production', target: ['web', 'es2020'], devtool: false,
    context: browser, entry: { main: './main.tsx' },
    output: { path: output, filename: '[name].js', chunkFilename: '[name].js' },
    resolve: { extensions: ['.ts', '.tsx', '.js'], alias: { zod$: join(import.meta.dirname, '..', '..', 'shared', 'panel', 'unchecked.ts') } },
    module: {
      rules: [
        { test: /\.ts$/, include: join(import.meta.dirname, '..', '..', 'shared'), enforce: 'pre', loader: join(import.meta.dirname, 'undescribed.ts') },
        { test: /\.tsx?$/, loader: 'esbuild-loader', options: { target: targets, jsx: 'automatic' } },
        { test: /\.css$/, use: [MiniCssExtractPlugin.loader, { loader: 'css-loader', options: { modules: { auto: true, namedExport: false, exportLocalsConvention: 'as-is', localIdentName: '[name]-[local]' } } }] },
      ],
    },
    optimization: { minimizer: [new EsbuildPlugin({ target: targets, css: true, legalComments: 'inline' })] },
    plugins: [new MiniCssExtractPlugin({ filename: '[name].css' }), new webpack.DefinePlugin({ 'process.env.NODE_ENV': '"production"' })],
    performance: { maxAssetSize: 400_000, maxEntrypointSize: 440_000, hints: 'error' },
  };
}

function compile(options: Configuration): Promise<void> {
  return new Promise((resolve, reject) => {
    webpack(options, (error, stats) => {
      if (error) reject(error);
      else if (!stats || stats.hasErrors()) reject(new Error(stats?.toString({ all: false, errors: true, colors: false }) ?? 'webpack gave no answer'));
      else resolve();
    });
  });
}

async function forgetOld(): Promise<void> {
  const folders = (await readdir(builds)).map((name) => join(builds, name));
  const aged = await Promise.all(folders.map(async (path) => ({ path, at: (await stat(path).catch(() => null))?.mtimeMs ?? 0 })));
  const old = aged.sort((a, b) => b.at - a.at).slice(kept).filter(({ at }) => Date.now() - at > 3_600_000);
  await Promise.all(old.map(({ path }) => rm(path, { recursive: true, force: true })));
}

if (import.meta.main) await buildDashboard();
