// Compiles kernels.as.ts to kernels.wasm: `node daemon/kernels/build.mjs [output]`. The compiler's version is pinned, so the bytes are always the same.
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** 1 GiB: two 16-bit planes of 16384×16384 pixels fit. Only what is touched is used. */
const maximumPages = 16384;

/** The module's bytes. @throws Error with the compiler's messages when the sources do not compile. */
export async function compileKernels() {
  const written = new Map();
  const { error, stderr } = await asc.main([
    'kernels.as.ts', '--baseDir', folder, '--outFile', 'kernels.wasm', '-O3', '--noAssert', '--converge', '--runtime', 'stub', '--use', 'abort=',
    '--enable', 'simd', '--enable', 'threads', '--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', String(maximumPages),
  ], { writeFile: (name, contents) => { written.set(name, contents); } });
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  return written.get('kernels.wasm');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(process.argv[2] ?? `${folder}kernels.wasm`, await compileKernels());
