// What dashboard and panels are built with: one webpack configuration for pages, one for the scripts that run beside an editor.
import { join } from 'node:path';
import { EsbuildPlugin } from 'esbuild-loader';
import MiniCssExtractPlugin from 'mini-css-extract-plugin';
import webpack, { type Configuration } from 'webpack';

const root = join(import.meta.dirname, '..');
/** The oldest browsers that show our pages; editors' panels hold these, too. */
export const browsers = ['chrome88', 'safari15.6'];

export type Bundle = {
  /** Absolute paths. */ readonly context: string; readonly output: string;
  /** File of each bundle, from `context`, by the name of what is written. */ readonly entry: Readonly<Record<string, string>>;
  /** Bytes of a file and of an entry with all it loads; more than that is a failed build. */ readonly largest: { readonly file: number; readonly entry: number };
};

/** Rules for sources: schemas without their descriptions, TypeScript and JSX for `target`. */
const sources = (target: string | string[]) => [
  { test: /\.ts$/, include: join(root, 'shared'), enforce: 'pre' as const, loader: join(import.meta.dirname, 'undescribed.ts') },
  { test: /\.tsx?$/, loader: 'esbuild-loader', options: { target, jsx: 'automatic' } },
];
const base = ({ context, output, entry, largest }: Bundle): Configuration => ({
  mode: 'production', devtool: false, context, entry: { ...entry },
  output: { path: output, filename: '[name].js', // By content, so that a page that is open while its files are renewed never mixes two builds.
    chunkFilename: '[contenthash:12].js' },
  resolve: { extensions: ['.ts', '.tsx', '.js'], alias: { zod$: join(root, 'shared', 'panel', 'unchecked.ts') } },
  performance: { maxAssetSize: largest.file, maxEntrypointSize: largest.entry, hints: 'error' },
});

/** A page's scripts and style sheets, for the oldest browsers that show it; without inline code, `eval` and source maps. */
export const pages = (bundle: Bundle): Configuration => ({
  ...base(bundle), target: ['web', 'es2020'],
  module: { rules: [
    ...sources(browsers),
    { test: /\.css$/, use: [MiniCssExtractPlugin.loader, { loader: 'css-loader', options: { modules: { auto: true, namedExport: false, exportLocalsConvention: 'as-is', localIdentName: '[name]-[local]' } } }] },
  ] },
  optimization: { minimizer: [new EsbuildPlugin({ target: browsers, css: true, legalComments: 'inline' })] },
  plugins: [new MiniCssExtractPlugin({ filename: '[name].css', chunkFilename: '[contenthash:12].css' }), new webpack.DefinePlugin({ 'process.env.NODE_ENV': '"production"' })],
});

/** A script without a page: `externals` are the modules that its engine brings along, asked for by `require`. Kept readable, because its users may want to read what runs in their editor. */
export const scripts = (bundle: Bundle, engine: { readonly target: string; readonly node: boolean; readonly externals: readonly string[] }): Configuration => ({
  ...base(bundle), target: engine.node ? ['node', 'es2020'] : ['es2020'],
  // An engine that is neither Node nor a browser loads one file and asks for its modules by `require`.
  ...(engine.node ? {} : { output: { ...base(bundle).output, chunkFormat: 'commonjs', chunkLoading: false } }),
  externals: Object.fromEntries(engine.externals.map((name) => [name, `commonjs ${name}`])),
  module: { rules: sources(engine.target) },
  optimization: { minimize: false },
});

/** @throws Error with webpack's words when the sources do not build. */
export function compile(options: Configuration): Promise<void> {
  return new Promise((resolve, reject) => {
    webpack(options, (error, stats) => {
      if (error) reject(error);
      else if (!stats || stats.hasErrors()) reject(new Error(stats?.toString({ all: false, errors: true, colors: false }) ?? 'webpack gave no answer'));
      else resolve();
    });
  });
}
